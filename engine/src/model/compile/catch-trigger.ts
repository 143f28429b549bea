import type { CatchTrigger, ConditionalTrigger, ErrorTrigger, EscalationTrigger, VariableEvent } from '../executable.ts'
import type { XmlElement } from '../xml.ts'
import { attribute, childOf, label, splitList } from './attributes.ts'
import type { CompileContext } from './context.ts'
import type { TriggerCompilers } from './event-definition.ts'
import { conditionExpression } from './language.ts'
import { errorOf, escalationOf, nameOf } from './references.ts'
import { timerTrigger } from './timer.ts'

const VARIABLE_EVENTS: readonly VariableEvent[] = ['create', 'update', 'delete']

/** What any catching event may wait for. */
export const CATCH_TRIGGERS = {
  message: (element, definition, context) => {
    const name = nameOf('message', element, definition, context)
    return name && { type: 'message', name }
  },
  timer: timerTrigger,
  signal: (element, definition, context) => {
    const name = nameOf('signal', element, definition, context)
    return name && { type: 'signal', name }
  },
  conditional: conditionalTrigger,
} satisfies TriggerCompilers<CatchTrigger>

/** What is thrown inside a scope and caught at its border. */
export const SCOPE_TRIGGERS = { error: errorTrigger, escalation: escalationTrigger } satisfies TriggerCompilers<
  ErrorTrigger | EscalationTrigger
>

function conditionalTrigger(element: XmlElement, definition: XmlElement, context: CompileContext): ConditionalTrigger | null {
  const holder = childOf(definition, 'bpmn:condition')
  if (!holder) {
    context.report('NO_CONDITION', element, `${label(element)} has no condition`, definition)
    return null
  }
  const condition = conditionExpression(element, holder, 'the condition of', context)
  const events = splitList(attribute(definition, 'camunda:variableEvents') ?? '')
  const unknown = events.find((event) => !VARIABLE_EVENTS.includes(event as VariableEvent))
  if (unknown) {
    const message = `the variable event "${unknown}" of ${label(element)} has no effect; there are ${VARIABLE_EVENTS.join(', ')}`
    context.warn('INVALID_VALUE', element, message, definition)
  }
  return (
    condition && {
      type: 'conditional',
      condition,
      variableName: attribute(definition, 'camunda:variableName'),
      variableEvents: events as VariableEvent[],
    }
  )
}

/** No error, or an error without a code, catches all. */
function errorTrigger(element: XmlElement, definition: XmlElement, context: CompileContext): ErrorTrigger {
  return {
    type: 'error',
    errorCode: errorOf(element, definition, context)?.code ?? null,
    codeVariable: attribute(definition, 'camunda:errorCodeVariable'),
    messageVariable: attribute(definition, 'camunda:errorMessageVariable'),
  }
}

/** No escalation, or an escalation without a code, catches all. */
function escalationTrigger(element: XmlElement, definition: XmlElement, context: CompileContext): EscalationTrigger | null {
  const escalation = escalationOf(element, definition, context)
  if (escalation === undefined) return null
  return {
    type: 'escalation',
    escalationCode: escalation && attribute(escalation, 'escalationCode'),
    codeVariable: attribute(definition, 'camunda:escalationCodeVariable'),
  }
}
