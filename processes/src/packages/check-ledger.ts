import { LEDGER_NAMES } from '../ledgers/names.ts'
import type { CheckedMatter } from './check-package.ts'

/** Whoever opens an internal matter holds a post of the package; what is written to a ledger is known to it. */
export function checkLedger({ matter, processPackage, report }: CheckedMatter): void {
  const place = `manifest.json /matters/${matter.key}`
  for (const post of matter.openedBy?.posts ?? [])
    if (!processPackage.manifest.roles[post]) report(`${place}/openedBy`, 'ROLE_MISSING', `post ${post} is not among the package's roles`)
  if (matter.ledger !== undefined && !LEDGER_NAMES.openings.includes(matter.ledger))
    report(`${place}/ledger`, 'LEDGER_UNKNOWN', `no ledger has the opening ${matter.ledger}`)
  for (const [id, { actions }] of Object.entries(matter.tasks))
    for (const { key, ledger, withoutForm } of actions) {
      const action = `${place}/tasks/${id}/actions/${key}`
      if (ledger === undefined) continue
      if (!LEDGER_NAMES.entries.includes(ledger)) report(action, 'LEDGER_UNKNOWN', `no ledger has the entry ${ledger}`)
      if (withoutForm) report(action, 'LEDGER_WITHOUT_FORM', 'an action that leaves the step undone writes to no ledger')
    }
}
