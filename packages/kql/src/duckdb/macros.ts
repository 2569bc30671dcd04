/** What generated SQL calls beside the database's own functions and the JavaScript ones; sections of docs/semantics.md. */
export const macros: readonly string[] = [
  // 6.1: an instant out of range is null.
  'kql_instant(t) AS CASE WHEN t BETWEEN 0 AND 3155378975999999999 THEN t END',
  // 5.2: a whole number keeps its low 64 bits.
  `kql_wrap(h) AS CAST((((h + 9223372036854775808) % 18446744073709551616 + 18446744073709551616) % 18446744073709551616)
    - 9223372036854775808 AS BIGINT)`,
  // 5.4: 0 <= remainder < |divisor|.
  'kql_modulo(a, b) AS ((a % b) + abs(b)) % abs(b)',
  // 5.5: a bin size that is not positive makes the bin null.
  'kql_positive(n) AS CASE WHEN n > 0 THEN n END',
]
