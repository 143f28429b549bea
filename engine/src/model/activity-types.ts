import type { Node } from './executable.ts'

/** What an activity instance's id ends its activity's id with if it is the body of a loop. */
export const BODY_SUFFIX = '#multiInstanceBody'

const START: Record<string, string> = {
  none: 'startEvent',
  timer: 'startTimerEvent',
  message: 'messageStartEvent',
  signal: 'signalStartEvent',
  escalation: 'escalationStartEvent',
  compensation: 'compensationStartEvent',
  error: 'errorStartEvent',
  conditional: 'conditionalStartEvent',
}
const END: Record<string, string> = {
  none: 'noneEndEvent',
  error: 'errorEndEvent',
  cancel: 'cancelEndEvent',
  terminate: 'terminateEndEvent',
  message: 'messageEndEvent',
  signal: 'signalEndEvent',
  compensation: 'compensationEndEvent',
  escalation: 'escalationEndEvent',
}
const CATCH: Record<string, string> = {
  message: 'intermediateMessageCatch',
  timer: 'intermediateTimer',
  signal: 'intermediateSignalCatch',
  conditional: 'intermediateConditional',
  link: 'intermediateLinkCatch',
}
const THROW: Record<string, string> = {
  none: 'intermediateNoneThrowEvent',
  message: 'intermediateMessageThrowEvent',
  signal: 'intermediateSignalThrow',
  compensation: 'intermediateCompensationThrowEvent',
  escalation: 'intermediateEscalationThrowEvent',
  link: 'intermediateLinkThrow',
}
const BOUNDARY: Record<string, string> = {
  timer: 'boundaryTimer',
  message: 'boundaryMessage',
  signal: 'boundarySignal',
  error: 'boundaryError',
  escalation: 'boundaryEscalation',
  cancel: 'cancelBoundaryCatch',
  conditional: 'boundaryConditional',
}

/** Camunda's word for a kind of element, as activity instances and histories tell it (`ActivityTypes`). */
export function activityType(node: Node): string {
  switch (node.kind) {
    case 'startEvent':
      return START[node.trigger.type]!
    case 'endEvent':
      return END[node.trigger.type]!
    case 'intermediateCatchEvent':
      return CATCH[node.trigger.type]!
    case 'intermediateThrowEvent':
      return THROW[node.trigger.type]!
    case 'boundaryEvent':
      return BOUNDARY[node.trigger.type]!
    case 'subProcess':
      return node.isTransaction ? 'transaction' : 'subProcess'
    case 'eventSubProcess':
      return 'subProcess'
    default:
      return node.element
  }
}
