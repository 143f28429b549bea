import { tokenAt, tokensAt } from '../conformance/given.ts'
import type { Scenario } from '../../src/testing/index.ts'

const signalled = (s: Scenario, elementId: string) => void s.send({ type: 'signalToken', tokenId: tokenAt(s, elementId).id, variables: {} })

/** How each conformance model is played when a version's histories are recorded; one that ends in the middle of things is good, too. */
export const PLAYS: Record<string, (s: Scenario) => void> = {
  async: (s) => s.start({ urgency: 9 }).executeJobs().complete('Task').executeJobs(),
  'boundary-on-every-activity': (s) => s.start().advance('P1D'),
  'call-activity-mappings': (s) => {
    s.start({ price: 21 }, { businessKey: 'B-1' })
    s.send({ type: 'completeCall', tokenId: tokenAt(s, 'Call').id, variables: { result: { value: 5 } } })
  },
  'compensation-event-sub-process': (s) => s.start().complete('Hotel').complete('Custom').complete('Undo_Hotel'),
  'compensation-of-multi-instance-sub-process': (s) =>
    s
      .start({ flights: ['a', 'b'] })
      .complete('Book')
      .complete('Book')
      .complete('Undo_Book'),
  'compensation-nested': (s) => s.start().complete('Hotel', { room: 7 }).complete('Undo_Hotel'),
  'conditional-boundary': (s) => s.start().setVariables({ amount: 15 }).setVariables({ amount: 16 }).setVariables({ stop: true }),
  'conditional-in-multi-instance': (s) =>
    s.start({ voters: ['a', 'b'] }).setVariables({ ready: true }, s.state.scopes[tokensAt(s, 'Ready')[0]!.scopeId]!.tokenId!),
  'error-end-event': (s) => s.start({ reason: 'lack of papers' }).complete('Task'),
  'error-uncaught': (s) => s.start().throwError('Work', 'REFUSED', 'no paper').retry('Work').completeExternal('Work'),
  escalation: (s) => s.start().complete('Ask'),
  'event-based-gateway': (s) => s.start().correlate('answer', { sum: 7 }),
  'event-sub-process-message-non-interrupting': (s) =>
    s.start().correlate('question').correlate('question').complete('Task').complete('Handle'),
  'event-sub-process-removes-siblings': (s) => s.start().correlate('cancel').complete('Handle'),
  'exclusive-gateway-unknown-variable': (s) => s.start().setVariables({ x: 1 }).retry('Gateway').complete('Otherwise'),
  'execution-listener-external': (s) => s.start().completeExternal('Task').complete('Task').completeExternal('Task'),
  'external-task-error-events': (s) =>
    s.start({ amount: 1 }).failExternal('Task', 'no paper', 2).failExternal('Task', 'a timeout of the bank'),
  'inclusive-gateway-loop': (s) => s.start().complete('Once').complete('Work', { again: true }).complete('Work', { again: false }),
  'inputs-and-outputs': (s) => s.start({ price: 100 }).complete('Task').complete('After'),
  'multi-instance-completion-condition': (s) =>
    s
      .start({ voters: ['a', 'b', 'c'] })
      .complete('Task')
      .complete('Task'),
  'multi-instance-output': (s) =>
    s
      .start({ voters: ['a', 'b'] })
      .complete('Task', { vote: 'yes' })
      .complete('Task', { vote: 'no' }),
  'multi-instance-sequential': (s) =>
    s
      .start({ voters: ['a', 'b'] })
      .complete('Task')
      .complete('Task'),
  'outputs-on-cancel': (s) => s.start().advance('P1D'),
  'parallel-gateway': (s) => s.start().complete('A').complete('B').complete('After'),
  'receive-task-message': (s) => signalled(s.start(), 'Task'),
  'retry-cycle': (s) => s.start().executeJobs().advance('PT15M').setVariables({ x: 1, y: 2 }).retry('List'),
  'signal-throw': (s) => s.start({ number: 7 }).complete('Ask'),
  'standard-loop': (s) => s.start({ again: true }).complete('Task', { again: true }).complete('Task', { again: false }),
  'task-listeners': (s) => {
    s.start()
    s.send({ type: 'updateUserTask', tokenId: tokenAt(s, 'Task').id, changes: { assignee: 'li' } })
    s.advance('P1D').complete('Task')
  },
  'timer-boundary-cycle': (s) => s.start().advance('PT3H').complete('Task').terminate(),
  'transaction-cancel': (s) => s.start().complete('Book').complete('Decide', { ok: false }).completeExternal('Undo_Book'),
  'user-task': (s) => s.start({ applicant: 'Zhang', officer: 'li', deputy: 'zhao', organ: 'tax', followUp: '2025-03-04' }).complete('Task'),
}
