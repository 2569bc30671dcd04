/** Beyond 730 days, the Tables API takes these numbers of days as total retention and no others. */
export const longRetentions: readonly number[] = [1095, 1460, 1826, 2191, 2556, 2922, 3288, 3653, 4018, 4383]

/** Whether a table can keep its rows for so many days for queries (retentionInDays). */
export const isInteractiveRetention = (days: number): boolean => Number.isInteger(days) && days >= 4 && days <= 730

/** Whether a table can keep its rows for so many days in all (totalRetentionInDays). */
export const isTotalRetention = (days: number): boolean => isInteractiveRetention(days) || longRetentions.includes(days)
