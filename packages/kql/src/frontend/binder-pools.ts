/// <reference types="@kusto/language-service-next" />

interface Pool {
  readonly items: (object | null)[]
  readonly creator: () => object
  readonly resetter: (item: object) => void
  AllocateFromPool(): object
  ReturnToPool(item: object): void
}

const isPool = (value: object | null): value is Pool => value instanceof Object && 'AllocateFromPool' in value

/** The binder's pools take and return items by compare-and-exchange, which only threads would need. */
export function poolPlainly(): void {
  const { Binder } = (Kusto.Language as unknown as { readonly Binding: { readonly Binder: object } }).Binding
  for (const pool of Object.values(Binder).filter(isPool))
    Object.assign(Object.getPrototypeOf(pool), { AllocateFromPool, ReturnToPool })
}

function AllocateFromPool(this: Pool): object {
  const { items } = this
  for (let index = 0; index < items.length; index++) {
    const item = items[index]
    if (!item) continue
    items[index] = null
    return item
  }
  return this.creator()
}

function ReturnToPool(this: Pool, item: object): void {
  this.resetter(item)
  const free = this.items.indexOf(null)
  if (free >= 0) this.items[free] = item
}
