import type { ReaderSettings } from '../../api/window.ts'

/** Where no window is open: the order on the card itself, name first, the number sixth. */
export const DEFAULT_READER: ReaderSettings = { format: 'fields', separator: '|', fields: { name: 0, number: 5 } }
