import type { EvaluationContext } from '../expression/expression.ts'
import { ExpressionFailure } from '../expression/expression.ts'
import type { BoundaryEventNode, ExecutableProcess, Node } from '../model/executable.ts'
import { applyTo } from './apply.ts'
import type { Command } from './commands.ts'
import type { Draft } from './draft.ts'
import { behaviorOf } from './elements/index.ts'
import type { Event } from './events.ts'
import { chooseFlows } from './flows.ts'
import type { IncidentCode } from './incidents.ts'
import { MAX_MESSAGE_CHARACTERS, MAX_TURN_ELEMENTS } from './limits.ts'
import type { Incident, IncidentPhase, InstanceState, Subscription, Token, Variables } from './state.ts'
import type { Environment } from './step-result.ts'
import { distribute, visibleVariables } from './variables.ts'

type WithoutInstant<E> = E extends Event ? Omit<E, 'at'> : never

/**
 * One command's work on one instance: the verbs that element behaviours are written in. Every verb goes through
 * `emit`, which records an event and applies it in one move. Tokens that entered an element stand in a queue, so
 * neither depth nor order depends on the call stack.
 */
export class Turn {
  readonly process: ExecutableProcess
  readonly command: Command
  readonly events: Event[] = []
  private readonly draft: Draft
  private readonly environment: Environment
  private readonly queue: string[] = []
  private readonly contexts = new Map<string, Record<string, unknown>>()

  constructor(process: ExecutableProcess, draft: Draft, command: Command, environment: Environment) {
    this.process = process
    this.draft = draft
    this.command = command
    this.environment = environment
  }

  get state(): InstanceState {
    return this.draft.state
  }

  node(elementId: string): Node {
    const node = this.process.nodes[elementId]
    if (!node) throw new Error(`element ${elementId} is not in process ${this.process.id}`)
    return node
  }

  token(tokenId: string): Token {
    const token = this.state.tokens[tokenId]
    if (!token) throw new Error(`token ${tokenId} is not there`)
    return token
  }

  /** Records what happened and changes the state by it. */
  emit(event: WithoutInstant<Event>): void {
    const full = { ...event, at: this.command.now } as Event
    this.events.push(full)
    applyTo(this.draft, full)
    if (event.type === 'variablesSet' || event.type === 'scopeClosed') this.contexts.clear()
  }

  /** Puts a token into an element; its behaviour runs when those before it have run. */
  enter(elementId: string, scopeId: string, flowId: string | null): void {
    const tokenId = this.nextId()
    this.emit({ type: 'elementEntered', tokenId, scopeId, elementId, flowId })
    this.queue.push(tokenId)
  }

  /** The token enters its element again, after an incident. */
  reenter(tokenId: string): void {
    this.queue.push(tokenId)
  }

  /** Runs every entered token until all wait or have gone. */
  run(): void {
    for (let count = 0; count < this.queue.length; count++) {
      const token = this.state.tokens[this.queue[count]!]
      // a token may have been cancelled while it stood in the queue
      if (!token || token.waitsFor !== null) continue
      if (count >= MAX_TURN_ELEMENTS) {
        this.raise(token, 'TURN_TOO_LONG', `one command entered more than ${MAX_TURN_ELEMENTS} elements: is there a loop without a wait?`, 'enter')
        continue
      }
      const node = this.node(token.elementId)
      this.attempt(token, 'enter', () => behaviorOf(node).onEnter(node, token, this))
    }
  }

  wait(token: Token, waitsFor: Exclude<Token['waitsFor'], 'incident' | null>): void {
    this.emit({ type: 'elementWaiting', tokenId: token.id, waitsFor })
  }

  /** The element's work is done: what was attached to it ends, and the token leaves by the flows whose conditions hold. */
  leave(token: Token): void {
    if (token.waitsFor !== null) this.closeSubscriptions(token.id)
    const node = this.node(token.elementId)
    this.attempt(token, 'leave', () => {
      const flows = chooseFlows(node, this.process, this.context(token))
      if (flows) this.complete(token, flows)
      else this.raise(token, 'NO_FLOW_CHOSEN', `no condition behind ${node.id} holds and it has no default flow`, 'leave')
    })
  }

  /** The token ends here, and one new token takes each of the flows. The last token of a scope ends the scope. */
  complete(token: Token, flowIds: string[]): void {
    this.emit({ type: 'elementCompleted', tokenId: token.id, elementId: token.elementId })
    for (const flowId of flowIds) {
      this.emit({ type: 'flowTaken', flowId, scopeId: token.scopeId })
      this.enter(this.process.flows[flowId]!.target, token.scopeId, flowId)
    }
    if (flowIds.length === 0) this.endScopeIfEmpty(token.scopeId)
  }

  /** Cancels the token with its work, its scope, its subscriptions and its incident. */
  terminate(token: Token, reason: string): void {
    const node = this.node(token.elementId)
    behaviorOf(node).onTerminate?.(node, token, this, reason)
    if (token.waitsFor !== null) this.closeSubscriptions(token.id)
    const incident = token.waitsFor === 'incident' ? this.incidentOf(token.id) : null
    if (incident) this.resolve(incident)
    this.emit({ type: 'elementTerminated', tokenId: token.id, elementId: token.elementId, reason })
  }

  /** Cancels every token of a scope but `spared`, inner ones first. */
  terminateScope(scopeId: string, reason: string, spared: string | null = null): void {
    for (const tokenId of this.draft.index.inScope(scopeId)) {
      if (tokenId !== spared) this.terminate(this.token(tokenId), reason)
    }
  }

  /** A boundary event caught something on the activity where `host` is. */
  catchAtBoundary(event: BoundaryEventNode, host: Token): void {
    if (event.interrupting) this.terminate(host, `interrupted by ${event.id}`)
    this.enter(event.id, host.scopeId, null)
  }

  /** Opens the scope of a sub-process and starts it. */
  openScope(token: Token, startId: string): void {
    const scopeId = this.nextId()
    this.emit({ type: 'scopeOpened', scopeId, parentId: token.scopeId, elementId: token.elementId, tokenId: token.id })
    this.enter(startId, scopeId, null)
  }

  subscribe(subscriptions: Omit<Subscription, 'id'>[]): void {
    for (const subscription of subscriptions) {
      this.emit({ type: 'subscriptionOpened', subscription: { id: this.nextId(), ...subscription } })
    }
  }

  /** Sets each variable where `distribute` says. */
  setVariables(scopeId: string, variables: Variables): void {
    for (const part of distribute(this.state, scopeId, variables)) this.emit({ type: 'variablesSet', ...part })
  }

  /** The modeller's mistake: the token waits until someone retries. */
  raise(token: Token, code: IncidentCode, text: string, phase: IncidentPhase): void {
    const message = text.slice(0, MAX_MESSAGE_CHARACTERS)
    this.emit({ type: 'incidentRaised', incidentId: this.nextId(), tokenId: token.id, elementId: token.elementId, code, message, phase })
  }

  resolve({ id: incidentId, tokenId, elementId, phase }: Incident): void {
    this.emit({ type: 'incidentResolved', incidentId, tokenId, elementId, phase, actor: this.command.actor })
  }

  incidentOf(tokenId: string): Incident | null {
    for (const id in this.state.incidents) if (this.state.incidents[id]!.tokenId === tokenId) return this.state.incidents[id]!
    return null
  }

  scopeOpenedBy(tokenId: string): string | null {
    for (const id in this.state.scopes) if (this.state.scopes[id]!.tokenId === tokenId) return id
    return null
  }

  /** Ids of the tokens that wait at a join, oldest first, or null while there are fewer than `enough`. */
  joining(token: Token, enough: number): string[] | null {
    const { index } = this.draft
    if (index.waitingAtJoin(token.scopeId, token.elementId) < enough) return null
    return index.atJoin(token.scopeId, token.elementId).slice(0, enough)
  }

  /** What an expression at the token's element can see. */
  context(token: Token): EvaluationContext {
    let variables = this.contexts.get(token.scopeId)
    if (!variables) this.contexts.set(token.scopeId, (variables = visibleVariables(this.state, token.scopeId)))
    const { id: processInstanceId, businessKey: processBusinessKey } = this.state
    const execution = { processInstanceId, processBusinessKey, currentActivityId: token.elementId }
    return { variables, functions: this.environment.functions, now: this.command.now, execution }
  }

  private endScopeIfEmpty(scopeId: string): void {
    if (!this.draft.index.isEmpty(scopeId)) return
    const { tokenId } = this.state.scopes[scopeId]!
    // the process's own scope stays, with the variables the instance ended with
    if (tokenId === null) return this.emit({ type: 'instanceCompleted' })
    this.emit({ type: 'scopeClosed', scopeId })
    this.leave(this.token(tokenId))
  }

  private closeSubscriptions(tokenId: string): void {
    const { subscriptions } = this.state
    for (const subscriptionId of Object.keys(subscriptions)) {
      if (subscriptions[subscriptionId]?.tokenId === tokenId) this.emit({ type: 'subscriptionClosed', subscriptionId })
    }
  }

  /** An expression that fails becomes an incident. Behaviours compute before they emit, so nothing is half done. */
  private attempt(token: Token, phase: IncidentPhase, action: () => void): void {
    try {
      action()
    } catch (error) {
      if (!(error instanceof ExpressionFailure)) throw error
      this.raise(token, error.code, error.message, phase)
    }
  }

  /** The next id; it counts as taken by the event that carries it. */
  private nextId(): string {
    return `${this.state.id}:${this.state.nextNumber}`
  }
}
