import { resumedClock, stoppedClock } from '../effects/outcomes/clock.ts'
import { isWithApplicant } from '../moved-clock.ts'
import { addEntry, addLine, change, type Draft } from './draft.ts'

/** As supervision hears it: nobody has fixed its end. */
const TOLD = { kind: 'applicant', plannedEndAt: null }

/**
 * The limits of a case stand still while one of its steps is open that is its applicant's (`stopsClock`), however it came to be open and
 * however it ends. Timers of the model that read the clock are not counted anew: its steps have days of their own.
 */
export function followApplicant(draft: Draft): void {
  const { row, matter, calendar, step } = draft
  const at = step.command.now
  const waits = Object.values(step.state.tokens).some(
    ({ elementId, waitsFor }) => waitsFor === 'userTask' && matter.matter.tasks[elementId]?.stopsClock,
  )
  if (waits === isWithApplicant(row)) return
  const move = waits ? stoppedClock : resumedClock
  change(draft, move({ row, matter, calendar, at }, 'applicant').patch)
  addEntry(draft, waits ? 'clock.suspended' : 'clock.resumed', TOLD)
  addLine(draft, {
    at,
    type: waits ? 'clock-stopped' : 'clock-resumed',
    step_name: '补正整改',
    action_text: waits ? '申报人补正整改,办理期限暂停计算' : '补正整改结束,办理期限恢复计算',
  })
}
