import { formatDatetime } from '@tripline/schemas'

/** An instant for people: a whole second is shown without a fraction. */
export const instantText = (ticks: bigint): string => formatDatetime(ticks).replace(/\.0000000Z$/, 'Z')
