/** The modeller's mistakes, and work that failed for good. Stable: screens and clients switch on them. */
export type IncidentCode =
  /** An expression could not be computed, or gave something of the wrong kind. */
  | 'EXPRESSION_FAILED'
  /** No condition held and there is no default flow. */
  | 'NO_FLOW_CHOSEN'
  /** An external task has no attempts left. */
  | 'EXTERNAL_TASK_FAILED'
  /**
   * A BPMN error that nothing catches. Camunda ends the token in silence, so that a case stops without anyone being
   * told; here it waits for a person.
   */
  | 'UNHANDLED_ERROR'
  /** One command moved more tokens than MAX_TURN_ELEMENTS: most likely a loop without a wait state. */
  | 'TURN_TOO_LONG'
  /** A multi-instance activity would have more than MAX_LOOP_INSTANCES instances. */
  | 'TOO_MANY_INSTANCES'
  /** A script ran too long, used too much memory, or threw. */
  | 'SCRIPT_FAILED'
  /** The decision that a business rule task names is not deployed. */
  | 'DECISION_NOT_FOUND'
  /** The process that a call activity names is not deployed, cannot be started, or was ended from outside. */
  | 'CALLED_PROCESS_NOT_FOUND'
  | 'CALLED_PROCESS_NOT_STARTED'
  | 'CALLED_PROCESS_TERMINATED'
