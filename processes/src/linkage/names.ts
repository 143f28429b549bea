/** Key of the matter 大联动案件, of which every incident is a case. */
export const INCIDENT_MATTER = 'grid-incident'
/** The message with which a reporter rates. */
export const RATED_MESSAGE = 'incident-rated'

/** Who enters orders of the hotline 12345. */
export const HOTLINE_USER = 'hotline-12345'

/** What the ledger of incidents can be written by; see ledgers/names.ts. */
export const LINKAGE_ENTRIES = [
  ...['invalid', 'duplicate', 'file', 'reject', 'self', 'dispatch', 'receive', 'refuse', 'redispatch', 'dispute', 'rule'],
  ...['done', 'ask-extension', 'extend', 'refuse-extension', 'ask-deferral', 'defer', 'refuse-deferral', 'keep-deferral', 'resume'],
  ...['verify', 'rework', 'close'],
] as const

/** Reasons for a refusal 退件, by code. */
export const REFUSAL_REASONS: Record<string, string> = {
  territory: '属地不符',
  ownership: '权属不清',
  overlap: '职能交叉',
  duplicate: '重复派遣',
  information: '信息有误',
}

export const DEFERRAL_KINDS: Record<string, string> = { postponed: '缓办', listed: '挂账' }
