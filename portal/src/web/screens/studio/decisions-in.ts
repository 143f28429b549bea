import type { Known } from '@lianban/designer/process'

/** Decisions of a DMN file by id, as a business rule task names them, with what each may say. [] while it is no XML. */
export function decisionsIn(dmn: string): Known['decisions'] {
  const found = new DOMParser().parseFromString(dmn, 'application/xml').getElementsByTagNameNS('*', 'decision')
  return Array.from(found, (decision) => {
    const key = decision.getAttribute('id') ?? ''
    return { key, name: decision.getAttribute('name') ?? key, result: resultOf(decision) }
  })
}

/** Of a table with one output: its type, and the texts that its rules say. */
function resultOf(decision: Element): Known['decisions'][number]['result'] {
  const [output, ...more] = decision.getElementsByTagNameNS('*', 'output')
  if (!output || more.length > 0) return undefined
  const type = output.getAttribute('typeRef')
  if (type === 'number' || type === 'integer' || type === 'double' || type === 'long') return { type: 'number' }
  if (type === 'boolean') return { type: 'boolean' }
  const said = Array.from(
    decision.getElementsByTagNameNS('*', 'outputEntry'),
    (entry) => /^\s*"([^"\\]*)"\s*$/.exec(entry.textContent ?? '')?.[1],
  )
  const texts = [...new Set(said)].filter((text) => text !== undefined)
  return {
    type: 'string',
    ...(said.every((text) => text !== undefined) && texts.length > 0 && { options: texts.map((text) => ({ value: text, label: text })) }),
  }
}
