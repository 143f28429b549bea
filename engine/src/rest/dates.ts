/** Camunda's date on the wire: `yyyy-MM-dd'T'HH:mm:ss.SSSZ`, zone without a colon; always told in UTC. null stays null. */
export function wireDate(at: number): string
export function wireDate(at: number | null): string | null
export function wireDate(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString().replace('Z', '+0000')
}

const PATTERN = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})$/

/** @returns epoch milliseconds, or null if the text is no such date (seconds are needed, their fraction is not) */
export function parseWireDate(text: string): number | null {
  const match = PATTERN.exec(text)
  if (!match) return null
  const zone = match[3]!.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')
  const at = Date.parse(`${match[1]!}${(match[2] ?? '').slice(0, 4)}${zone}`)
  return Number.isNaN(at) ? null : at
}
