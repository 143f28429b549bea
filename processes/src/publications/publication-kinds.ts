/** What can be published of a licence, and how people call it. `ends`: the licence is no longer valid afterwards. */
export const PUBLICATION_KINDS = {
  grant: { text: '准予许可', document: '准予行政许可决定书', ends: false },
  refusal: { text: '不予许可', document: '不予行政许可决定书', ends: false },
  alteration: { text: '准予变更', document: '准予变更行政许可决定书', ends: false },
  renewal: { text: '准予延续', document: '准予延续行政许可决定书', ends: false },
  withdrawal: { text: '撤回', document: '撤回行政许可决定书', ends: true },
  revocation: { text: '撤销', document: '撤销行政许可决定书', ends: true },
  cancellation: { text: '注销', document: '注销行政许可决定书', ends: true },
} as const

export type PublicationKind = keyof typeof PUBLICATION_KINDS

/** The kind of a decision by its result as the case keeps it; null: it is none that is published. */
export function kindOfResult(result: string): PublicationKind | null {
  const name = result === 'refuse' ? 'refusal' : result
  return Object.hasOwn(PUBLICATION_KINDS, name) ? (name as PublicationKind) : null
}
