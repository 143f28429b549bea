import { LEDGER_NAMES } from '../ledgers/names.ts'
import type { CheckedMatter } from './check-package.ts'

/**
 * Of internal matters: whoever opens one holds a post of the package, what is written to a ledger is known to it, and the step
 * whose form is the application is the one that changes it.
 */
export function checkInternal({ matter, processPackage, report }: CheckedMatter): void {
  const place = `manifest.json /matters/${matter.key}`
  for (const post of matter.openedBy?.posts ?? [])
    if (!processPackage.manifest.roles[post]) report(`${place}/openedBy`, 'ROLE_MISSING', `post ${post} is not among the package's roles`)
  if (matter.ledger !== undefined && !LEDGER_NAMES.openings.includes(matter.ledger))
    report(`${place}/ledger`, 'LEDGER_UNKNOWN', `no ledger has the opening ${matter.ledger}`)
  for (const [id, { form, actions, stopsClock }] of Object.entries(matter.tasks)) {
    if (stopsClock && !matter.openedBy)
      report(`${place}/tasks/${id}`, 'CLOCK_NOT_STOPPED', 'only the eight procedures of 行政许可法 article 45 stop the clock of a licence')
    for (const { key, ledger, effect, withoutForm = false } of actions) {
      const action = `${place}/tasks/${id}/actions/${key}`
      if ((effect === 'amend') !== (form === matter.applicationForm && !withoutForm))
        report(action, 'AMENDMENT_DIFFERS', 'the effect amend goes with a step whose form is the application, and with no other')
      if (ledger === undefined) continue
      if (!LEDGER_NAMES.entries.includes(ledger)) report(action, 'LEDGER_UNKNOWN', `no ledger has the entry ${ledger}`)
      if (withoutForm) report(action, 'LEDGER_WITHOUT_FORM', 'an action that leaves the step undone writes to no ledger')
    }
  }
}
