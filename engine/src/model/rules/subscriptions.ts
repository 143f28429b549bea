import type { Expression } from '../../expression/expression.ts'
import { label } from '../compile/attributes.ts'
import type { CompileContext } from '../compile/context.ts'
import type { Node, StartEventNode } from '../executable.ts'
import type { ProblemCode } from '../problems.ts'
import type { ProcessDraft } from '../process-draft.ts'
import type { XmlElement } from '../xml.ts'

type Trigger = StartEventNode['trigger'] | { type: 'cancel' | 'link' }

/** Two of one scope that wait for the same would both be meant, and a message goes to one. Names are compared as written. */
export function subscriptionsDiffer(draft: ProcessDraft, context: CompileContext): void {
  const seen = new Map<string, string>()
  for (const { node, element } of draft.nodes.values()) {
    const waiting = triggerOf(node)
    const caught = waiting && caughtBy(waiting)
    const scope = scopeOf(node, draft)
    if (!caught || scope === null || (caught.onStartOnly && !isProcessStart(node, draft))) continue
    const key = JSON.stringify([scope, caught.words, caught.byKind ? node.kind : null])
    const twin = seen.get(key)
    if (twin === undefined) seen.set(key, node.id)
    else tell(caught, `${label(element)} waits for ${caught.words} in "${scope}", and so does "${twin}"`, element, context)
  }
}

interface Caught {
  code: ProblemCode
  words: string
  /** The second never has a turn, but does no harm. */
  harmless?: boolean
  onStartOnly?: boolean
  /** A boundary event and an event sub-process inside may both wait for it: the inner one is asked first. */
  byKind?: boolean
}

function tell({ code, harmless }: Caught, message: string, element: XmlElement, context: CompileContext): void {
  if (harmless) context.warn(code, element, `${message}: only the first has an effect`)
  else context.report(code, element, message)
}

function triggerOf(node: Node): Trigger | null {
  if (node.kind === 'receiveTask') return node.messageName && { type: 'message', name: node.messageName }
  const catches = node.kind === 'startEvent' || node.kind === 'boundaryEvent' || node.kind === 'intermediateCatchEvent'
  return catches ? node.trigger : null
}

function caughtBy(trigger: Trigger): Caught | null {
  switch (trigger.type) {
    case 'message':
      return { code: 'DUPLICATE_MESSAGE', words: `message "${textOf(trigger.name)}"` }
    case 'signal':
      return { code: 'DUPLICATE_SIGNAL', words: `signal "${textOf(trigger.name)}"` }
    case 'escalation':
      return {
        code: 'DUPLICATE_ESCALATION',
        words: trigger.escalationCode === null ? 'every escalation' : `escalation "${trigger.escalationCode}"`,
        byKind: true,
      }
    case 'error':
      return {
        code: 'DUPLICATE_ERROR',
        words: trigger.errorCode === null ? 'every error' : `error "${trigger.errorCode}"`,
        harmless: true,
        byKind: true,
      }
    case 'conditional':
      return { code: 'DUPLICATE_CONDITION', words: `condition "${textOf(trigger.condition)}"`, onStartOnly: true }
    case 'timer':
      return { code: 'DUPLICATE_TIMER', words: `${trigger.form} "${textOf(trigger.value)}"`, onStartOnly: true }
    default:
      return null
  }
}

/** The scope whose subscription it is: the host's, the gateway's, or the one an event sub-process stands in. */
function scopeOf(node: Node, draft: ProcessDraft): string | null {
  if (node.kind === 'boundaryEvent') {
    const host = draft.nodes.get(node.attachedTo)?.node
    return host?.loop?.type === 'multiInstance' ? `${node.attachedTo}#multiInstanceBody` : node.attachedTo
  }
  if (node.kind === 'startEvent') return draft.scopes.get(node.scopeId)?.scope.parentId ?? `the start of ${node.scopeId}`
  if (node.kind === 'receiveTask') return node.id
  const source = draft.flows.get(node.incoming[0] ?? '')?.flow.source
  return source !== undefined && draft.nodes.get(source)?.node.kind === 'eventBasedGateway' ? source : null
}

function isProcessStart(node: Node, draft: ProcessDraft): boolean {
  return node.kind === 'startEvent' && draft.scopes.get(node.scopeId)?.kind === 'process'
}

function textOf(expression: Expression): string {
  return expression.kind === 'literal' ? expression.text : expression.source
}
