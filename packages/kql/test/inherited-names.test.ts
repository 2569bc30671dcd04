import { loadCatalogue } from '@tripline/schemas'
import { oneIn } from '@tripline/testkit'
import { expect, test } from 'vitest'
import { compileQuery } from '../src/compile/compile-query.ts'
import { analyseQuery } from '../src/compile.ts'

/** One for all queries: the binder's symbols belong to a world. */
const world = { catalogue: loadCatalogue() }

/** Names that every JavaScript object has and Kusto does not. */
const inherited = Object.getOwnPropertyNames(Object.prototype)

/** Every way for a name to enter a query. */
const doors: readonly ((name: string) => string)[] = [
  name => `print ${name}(1)`,
  name => `print x = ${name}`,
  name => `print ${name} = 1 | extend y = ${name} | project-rename z = ${name}`,
  name => `${name} | count`,
  name => `${name}()`,
  name => `table("${name}")`,
  name => `workspace("${name}").SigninLogs`,
  name => `_GetWatchlist("${name}")`,
  name => `externaldata(a:string)["http://x"] with (format="${name}")`,
  name => `externaldata(a:string)["http://x"] with (${name}="csv")`,
  name => `let ${name} = 1; print ${name}`,
  name => `let ${name} = (x:long) { x }; print ${name}(1)`,
  name => `declare query_parameters(${name}:long = 1); print ${name}`,
  name => `set ${name} = 1; print 1`,
  name => `datatable(${name}:long)[1]`,
  name => `datatable(a:${name})[1]`,
  name => `print time(1${name}), real(${name}), bool(${name})`,
  name => `print typeof(${name})`,
  name => `print x = dynamic({"${name}": 1}) | project x.${name}, x["${name}"]`,
  name => `print x = dynamic({"${name}": 1}) | evaluate bag_unpack(x)`,
  name => `print x = "a" | evaluate ${name}(x)`,
  name => `SigninLogs | ${name}`,
  name => `SigninLogs | as ${name} | count`,
  name => `SigninLogs | invoke ${name}()`,
  name => `SigninLogs | join kind=${name} (SigninLogs) on AppId`,
  name => `SigninLogs | join hint.${name}=1 (SigninLogs) on AppId`,
  name => `SigninLogs | lookup kind=${name} (SigninLogs) on AppId`,
  name => `SigninLogs | mv-expand kind=${name} a = dynamic([1])`,
  name => `SigninLogs | summarize ${name}(AppId)`,
  name => `SigninLogs | summarize ${name} = count()`,
  name => `SigninLogs | where AppId ${name} "x"`,
  name => `union withsource=${name} SigninLogs | count`,
  name => `search in (${name}) "x"`,
  name => `SigninLogs | parse kind=${name} AppId with "x" y`,
  name => `SigninLogs | parse-kv AppId as (${name}:string)`,
  name => `SigninLogs | render ${name}`,
  name => `print datetime_part("${name}", now()), datetime_add("${name}", 1, now())`,
  name => `print convert_length(1, "${name}", "${name}")`,
  name => `print "a" matches regex "[[:${name}:]]"`,
]

const codesOf = (kql: string) => ({
  kql,
  analysed: analyseQuery(kql, world).diagnostics.map(({ code }) => code),
  compiled: compileQuery(kql, world, new Map()).diagnostics.map(({ code }) => code),
})

/** Kusto reserves names with double underscores, so the binder treats them as its own functions. */
const unheardOf = ['unheardOf', '__unheardOf__'].map(name => doors.map(door => codesOf(door(name))))

test.each(oneIn(3, inherited))('%s is a name like any other', name => {
  const alike = unheardOf[name.startsWith('__') ? 1 : 0]!
  for (const [index, door] of doors.entries()) {
    const found = codesOf(door(name))
    expect(found).toEqual({ ...alike[index]!, kql: found.kql })
  }
})
