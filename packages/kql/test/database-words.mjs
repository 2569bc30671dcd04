const words =
  /\b(?:SQL|SELECT|FROM|WITH|CTE|DuckDB|VARCHAR|BIGINT|HUGEINT|DOUBLE|struct_pack|kql_\w+|json_\w+|(?:Binder|Catalog|Parser|Conversion|Invalid Input|Out of (?:Range|Memory)|INTERNAL|Not implemented) (?:Error|Exception)|LINE \d+:)(?![\w-])/g

/**
 * The word of a message that speaks of the database below; undefined for none. What the query says itself may be repeated.
 * @param {string} message
 * @param {string} kql
 * @returns {string | undefined}
 */
export const speaksOfTheDatabase = (message, kql) => message.match(words)?.find(word => !kql.includes(word))
