import type { Event } from '@lianban/engine'
import { elementName, type Matter } from '../../matters/matter-definition.ts'
import type { NewLine } from '../line.ts'
import type { SystemDecision } from './found.ts'

/** Steps that several persons decide and that begin with this event. An instance of the step carries its counter; what is meant is the step itself. */
export const beginsApproval = (event: Event, { matter }: Matter): event is Extract<Event, { type: 'elementEntered' }> =>
  event.type === 'elementEntered' && !event.variables?.loopCounter && matter.tasks[event.elementId]?.approval !== undefined

/** What the system has decided about who is asked, for the time line. @param name of whom it concerns; '' where it is nobody */
export const systemDecided = (
  matter: Matter,
  { at, elementId }: { at: number; elementId: string },
  { rule, outcome }: SystemDecision,
  name: string,
): Pick<NewLine, 'at' | 'type' | 'element_id' | 'step_name' | 'action_text'> => ({
  ...{ at, type: 'system-decided', element_id: elementId, step_name: elementName(matter, elementId) },
  action_text: `系统决定:${TEXTS[`${rule}.${outcome}`]!(name)}`,
})

const TEXTS: Record<string, (name: string) => string> = {
  'empty.leader': (name) => `本环节无审批人,由${name}办理`,
  'empty.pass': () => '本环节无审批人,自动通过',
  'duplicate.skip': (name) => `${name}在本轮已经审批,不再重复审批`,
  'self.skip': (name) => `审批人${name}即发起人,不参加审批`,
  'self.leader': (name) => `审批人${name}即发起人,由单位主要负责人代为审批`,
} satisfies Partial<Record<`${SystemDecision['rule']}.${SystemDecision['outcome']}`, (name: string) => string>>
