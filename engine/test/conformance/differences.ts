/**
 * Where a conformance file runs otherwise than in Camunda 7.24: how, and why. The test of such a file names the decision,
 * Camunda's own open defect, or `ours` for something that Camunda has not got.
 */
export const DIFFERENCES: Record<string, string> = {
  'call-activity':
    'deleting the called instance leaves its caller with an incident whose retry calls again; Camunda deletes the caller (decision 0007)',
  'call-activity-error': 'an error that nobody catches is an incident in the called process (decision 0007)',
  'compensation-handler-receive-task': 'the handler gets its message; Camunda never subscribes (CAM-4387)',
  'compensation-handler-sub-process': 'the events of the handler are listened to; Camunda never subscribes (CAM-4387)',
  'compensation-of-multi-instance-sub-process':
    'each handler has its own element and scope; Camunda gives a wrong element (CAM-4268) and shows no scopes (CAM-4903)',
  'conditional-flows-none-true': 'an incident at the task instead of a rollback (decision 0006)',
  'conditional-flows-of-a-task': 'an unknown variable is an incident at the task instead of a rollback (decision 0006)',
  'error-not-by-its-own-boundary': 'the second error, which nobody catches, is an incident (decision 0002)',
  'error-uncaught': 'an incident; Camunda ends the execution without a word (decision 0002)',
  'exclusive-gateway-none-true': 'an incident at the gateway instead of a rollback (decision 0006)',
  'exclusive-gateway-unknown-variable': 'an incident at the gateway instead of a rollback (decision 0006)',
  'execution-listener-external': 'Camunda has no listener of a worker (ours)',
  'boundary-on-every-activity':
    'a called process that is not deployed is an incident at the call activity instead of a rollback (decision 0006)',
  'business-rule-task-decision': 'a decision that is not deployed is an incident at the task instead of a rollback (decision 0006)',
  'inclusive-gateway-next-round': "BPMN's rule instead of Camunda's (decision 0005)",
  link: 'throw and catch stand in the events; Camunda leaves no history entries (ours)',
  'signal-async': 'who waits in the same instance is reached within the step; other instances by jobs, as in Camunda (ours)',
  'signal-async-boundary': 'the boundary event gets it; Camunda loses it (CAM-6807)',
  'standard-loop': 'the loop is executed; Camunda ignores the marker (ours)',
  'standard-loop-maximum': 'the loop is executed; Camunda ignores the marker (ours)',
  'standard-loop-test-before': 'the loop is executed; Camunda ignores the marker (ours)',
  'timer-bad-date': 'an incident at the event instead of a rollback (decision 0006)',
}
