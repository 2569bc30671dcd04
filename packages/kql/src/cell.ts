/**
 * One value as the engine takes and gives it: string -> string (never null); bool -> boolean; int, real -> number
 * (real may be NaN or infinite); long, datetime and timespan (100 ns ticks, datetimes since 0001-01-01) -> bigint;
 * decimal, guid -> text; dynamic -> compact JSON text.
 */
export type Cell = string | number | boolean | bigint | null
