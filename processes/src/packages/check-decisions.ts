import { parseDecisions } from '@lianban/engine'
import type { CheckedModel } from './check-package.ts'

/** Every decision that the model asks for is in a table of the package; one that another deployment has is named by a variable. */
export function checkDecisions({ file, process, processPackage, report }: CheckedModel): void {
  const known = new Set(
    Object.values(processPackage.decisions).flatMap((xml) => {
      const parsed = parseDecisions(xml)
      return parsed.ok ? Object.keys(parsed.decisions.decisions) : []
    }),
  )
  for (const node of Object.values(process.nodes)) {
    if (node.kind !== 'businessRuleTask') continue
    const { key } = node.decision
    if (key.kind === 'literal' && !known.has(key.text))
      report(`${file} ${node.id}`, 'DECISION_MISSING', `there is no decision ${key.text} in a DMN file of the package`, node.id)
  }
}
