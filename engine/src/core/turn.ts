import type { EvaluationContext } from '../expression/expression.ts'
import { ExpressionFailure } from '../expression/expression.ts'
import type { BoundaryEventNode, ExecutableProcess, Node } from '../model/executable.ts'
import { applyTo } from './apply.ts'
import type { CallOutcome } from './calls.ts'
import type { Command, UserTaskChanges } from './commands.ts'
import { goOnIfUndone } from './compensation.ts'
import { Conditions } from './conditions.ts'
import { depart, finish, prepare } from './course.ts'
import type { Draft } from './draft.ts'
import { behaviorOf } from './elements/index.ts'
import { throwError } from './errors.ts'
import type { Event } from './events.ts'
import { scopeSubscriptions } from './event-sub-processes.ts'
import type { IncidentCode } from './incidents.ts'
import { settleInclusiveJoins } from './inclusive-joins.ts'
import { MAX_MESSAGE_CHARACTERS, MAX_TURN_ELEMENTS } from './limits.ts'
import { enterLoop } from './loops.ts'
import { endProcess, runLastListeners, runProcessListeners } from './process-end.ts'
import { scheduleRetry } from './retries.ts'
import type { Incident, IncidentPhase, InstanceState, Scope, ScopeKind, Stage, Subscription, Token, Variables, WaitsFor } from './state.ts'
import type { Environment } from './step-result.ts'
import type { SubscriptionDraft } from './subscriptions.ts'
import { terminateToken } from './terminate.ts'
import { numberOf, type TokenIndex } from './token-index.ts'
import { distribute, visibleVariables } from './variables.ts'

/** What a token brings to the element that it enters. */
interface Entry {
  variables?: Variables
  compensates?: string
  given?: UserTaskChanges
  beside?: string
}

type WithoutInstant<E> = E extends Event ? Omit<E, 'at'> : never

/**
 * One command's work on one instance: the verbs that element behaviours are written in. Every verb goes through
 * `emit`, which records an event and applies it in one move. Tokens that entered an element stand in a queue, so
 * neither depth nor order depends on the call stack.
 */
export class Turn {
  readonly process: ExecutableProcess
  readonly command: Pick<Command, 'now' | 'actor'>
  readonly environment: Environment
  readonly events: Event[] = []
  private readonly draft: Draft
  private readonly queue: string[] = []
  private entered = 0
  private readonly visible = new Map<string, Record<string, unknown>>()
  private readonly conditions: Conditions

  constructor(process: ExecutableProcess, draft: Draft, command: Pick<Command, 'now' | 'actor'>, environment: Environment) {
    this.process = process
    this.draft = draft
    this.command = command
    this.environment = environment
    this.conditions = new Conditions(this)
  }

  // What there is

  get state(): InstanceState {
    return this.draft.state
  }

  get index(): TokenIndex {
    return this.draft.index
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

  scope(scopeId: string): Scope {
    const scope = this.state.scopes[scopeId]
    if (!scope) throw new Error(`scope ${scopeId} is not open`)
    return scope
  }

  scopeOpenedBy(tokenId: string): Scope | null {
    for (const id in this.state.scopes) if (this.state.scopes[id]!.tokenId === tokenId) return this.state.scopes[id]!
    return null
  }

  incidentOf(tokenId: string): Incident | null {
    for (const id in this.state.incidents) if (this.state.incidents[id]!.tokenId === tokenId) return this.state.incidents[id]!
    return null
  }

  /** One instance of a loop or multi-instance activity, as against its body. */
  isLoopInstance({ scopeId, elementId, beside }: Token): boolean {
    const scope = this.state.scopes[scopeId]
    return scope?.kind === 'loop' && scope.elementId === elementId && beside === undefined
  }

  /** The token that waits for the instances of its own loop. */
  isLoopBody(token: Token): boolean {
    return this.node(token.elementId).loop !== null && !this.isLoopInstance(token) && token.beside === undefined
  }

  /** A completed sub-process or loop in which handlers undo what was done there: it has nothing of its own left to do or to catch. */
  isReopened({ compensates, elementId }: Token): boolean {
    return compensates !== undefined && !this.node(elementId).isForCompensation
  }

  /** What an expression at the token's element can see. */
  context(token: Token): EvaluationContext {
    return this.contextOf(token.id, token.elementId)
  }

  /** The same for a scope or a token by its id. */
  contextOf(holderId: string, elementId: string): EvaluationContext {
    const token = this.state.tokens[holderId]
    // most tokens have no variables of their own and see what their scope sees
    const holder = token && !token.variables ? token.scopeId : holderId
    let variables = this.visible.get(holder)
    if (!variables) this.visible.set(holder, (variables = visibleVariables(this.state, holder)))
    const { id: processInstanceId, businessKey: processBusinessKey } = this.state
    const execution = { processInstanceId, processBusinessKey, currentActivityId: elementId }
    const context: EvaluationContext = { variables, functions: this.environment.functions, now: this.command.now, execution }
    const { runScript } = this.environment
    if (runScript) context.runScript = (source) => runScript(source, context)
    return context
  }

  /** As if every process variable had just been set. */
  noteAllVariables(): void {
    this.conditions.noteAll()
  }

  // Recording

  /** Records what happened and changes the state by it. */
  emit(event: WithoutInstant<Event>): void {
    const full = { ...event, at: this.command.now } as Event
    if (full.type === 'variablesSet') this.conditions.note(full)
    this.events.push(full)
    applyTo(this.draft, full)
    if (full.type === 'variablesSet' || full.type === 'scopeClosed') this.visible.clear()
  }

  /** The next id; it counts as taken by the event that carries it. */
  nextId(): string {
    return `${this.state.id}:${this.state.nextNumber}`
  }

  /** For what the token calls. Made of both numbers: many tokens call at once, and one calls again after an incident. */
  newInstanceId(token: Token): string {
    return this.environment.newInstanceId?.() ?? `${this.state.id}.${numberOf(token.id)}.${this.state.nextNumber}`
  }

  // Tokens on their way

  /** Puts a token into an element; its behaviour runs when those before it have run. @returns the token's id */
  enter(elementId: string, scopeId: string, flowId: string | null, extra: Entry = {}): string {
    const tokenId = this.place(elementId, scopeId, flowId, extra)
    this.queue.push(tokenId)
    return tokenId
  }

  /** The same without running its behaviour: the caller says what it does. */
  place(elementId: string, scopeId: string, flowId: string | null, { variables, compensates, given, beside }: Entry = {}): string {
    const tokenId = this.nextId()
    const local = variables && Object.keys(variables).length > 0 ? { variables } : {}
    const why = { ...(compensates !== undefined && { compensates }), ...(given && { given }), ...(beside !== undefined && { beside }) }
    this.emit({ type: 'elementEntered', tokenId, scopeId, elementId, flowId, ...local, ...why })
    return tokenId
  }

  /** It goes on from the stage it had reached. */
  resume(token: Token): void {
    if (token.waitsFor !== null) this.emit({ type: 'elementResumed', tokenId: token.id })
    this.queue.push(token.id)
  }

  /** Runs every entered token until all wait or have gone, and nothing else follows from where they are. */
  run(): void {
    do {
      for (let tokenId = this.queue.shift(); tokenId !== undefined; tokenId = this.queue.shift()) {
        const token = this.state.tokens[tokenId]
        // a token may have been cancelled while it stood in the queue
        if (token?.waitsFor === null) this.advance(token)
        this.conditions.check()
      }
      this.conditions.check()
      if (this.queue.length === 0) settleInclusiveJoins(this)
    } while (this.queue.length > 0)
  }

  private advance(token: Token): void {
    if (++this.entered > MAX_TURN_ELEMENTS) {
      return this.raise(
        token,
        'TURN_TOO_LONG',
        `one command entered more than ${MAX_TURN_ELEMENTS} elements: is there a loop without a wait?`,
        'enter',
      )
    }
    const { stage } = token
    if (stage?.at === 'end' || stage?.at === 'leave') return this.leave(token)
    this.attempt(token, 'enter', () => {
      const node = this.node(token.elementId)
      if (this.isLoopBody(token)) enterLoop(node, token, this)
      else if (prepare(node, token, this)) behaviorOf(node).onEnter(node, this.token(token.id), this)
    })
  }

  wait(token: Token, waitsFor: Exclude<WaitsFor, 'incident'>): void {
    this.emit({ type: 'elementWaiting', tokenId: token.id, waitsFor })
  }

  /** The element's work is done: what was attached to it ends, and the token leaves by the flows whose conditions hold. */
  leave(token: Token): void {
    if (token.waitsFor !== null) this.closeSubscriptions(token.id)
    if (token.accompanied) this.terminateBeside(token, 'the task beside which it was has ended')
    let isFinished = false
    this.attempt(token, 'leave', () => {
      isFinished = finish(this.node(token.elementId), token, this)
    })
    if (isFinished) this.attempt(this.token(token.id), 'leave', () => depart(this.token(token.id), this), { at: 'leave' })
  }

  /** The token ends here, and one new token takes each of the flows. The last token of a scope ends the scope. @throws ExpressionFailure */
  complete(token: Token, flowIds: string[]): void {
    const isLast = flowIds.length === 0 && token.scopeId === this.state.id && this.index.inScope(token.scopeId).length === 1
    if (isLast) runProcessListeners('end', this)
    this.emit({ type: 'elementCompleted', tokenId: token.id, elementId: token.elementId })
    if (isLast) return endProcess(this)
    for (const flowId of flowIds) {
      this.emit({ type: 'flowTaken', flowId, scopeId: token.scopeId })
      this.enter(this.process.flows[flowId]!.target, token.scopeId, flowId)
    }
    if (flowIds.length === 0) this.endScopeIfEmpty(token.scopeId)
  }

  /** Behind an event based gateway `token` goes on at the event that came first. */
  chooseEvent(token: Token, event: Node, variables: Variables): void {
    const flowId = this.node(token.elementId).outgoing.find((id) => this.process.flows[id]!.target === event.id)
    if (flowId === undefined) throw new Error(`${event.id} does not stand behind gateway ${token.elementId}`)
    this.closeSubscriptions(token.id)
    this.emit({ type: 'elementCompleted', tokenId: token.id, elementId: token.elementId })
    this.emit({ type: 'flowTaken', flowId, scopeId: token.scopeId })
    this.leave(this.token(this.place(event.id, token.scopeId, flowId, { variables })))
  }

  // Ending

  /** Cancels the token with its work, its scope, its subscriptions and its incident. */
  terminate(token: Token, reason: string): void {
    terminateToken(token, reason, this)
  }

  /** Cancels every token of a scope but `spared`, inner ones first. */
  terminateScope(scopeId: string, reason: string, spared: string | null = null): void {
    for (const tokenId of this.index.inScope(scopeId)) {
      const token = this.state.tokens[tokenId]
      if (token && tokenId !== spared) this.terminate(token, reason)
    }
  }

  /** Cancels the tasks beside a user task, and those beside them. */
  terminateBeside({ id }: Token, reason: string): void {
    for (const token of Object.values(this.state.tokens)) if (token.beside === id) this.terminate(token, reason)
  }

  /** A boundary event caught something on the activity where `host` is. `variables` are local to the event. */
  catchAtBoundary(event: BoundaryEventNode, host: Token, variables: Variables = {}): void {
    if (event.interrupting) this.terminate(host, `interrupted by ${event.id}`)
    this.enter(event.id, host.scopeId, null, { variables })
    if (event.interrupting && host.compensates !== undefined) goOnIfUndone(host.compensates, this)
  }

  /** Ends what an activity itself was doing (its task), without ending the token. */
  closeWork(token: Token, reason: string): void {
    const node = this.node(token.elementId)
    if (!this.isLoopBody(token)) behaviorOf(node).onTerminate?.(node, token, this, reason)
  }

  endScopeIfEmpty(scopeId: string): void {
    if (!this.index.isEmpty(scopeId)) return
    const { tokenId } = this.scope(scopeId)
    if (tokenId !== null) return this.leave(this.token(tokenId))
    runLastListeners(this)
    endProcess(this)
  }

  /** Something thrown ends this called instance: its caller catches it. */
  endByThrow(outcome: CallOutcome): void {
    const reason = outcome.type === 'error' ? `error ${outcome.errorCode} is caught by the caller` : 'interrupted by the caller'
    this.notifyCaller(outcome)
    this.terminateScope(this.state.id, reason)
    this.closeScopeSubscriptions(this.state.id)
    this.emit({ type: 'instanceTerminated', reason, actor: this.command.actor })
  }

  notifyCaller(outcome: CallOutcome): void {
    const { caller } = this.state
    if (caller) this.emit({ type: 'callerNotified', caller: { instanceId: caller.instanceId, tokenId: caller.tokenId }, outcome })
  }

  // Scopes, subscriptions, variables

  /**
   * Opens a scope in which the token waits, with what its event sub-processes listen to.
   * @throws ExpressionFailure before anything is done
   */
  openScope(token: Token, kind: ScopeKind, boundary: SubscriptionDraft[] = []): string {
    const { id: tokenId, elementId, scopeId: parentId } = token
    const planned: Scope = { id: '', kind, parentId, elementId, tokenId, variables: {} }
    const inner = scopeSubscriptions(planned, tokenId, this)
    this.wait(token, 'scope')
    this.subscribe(boundary)
    const scopeId = this.nextId()
    this.emit({ type: 'scopeOpened', scopeId, kind, parentId, elementId, tokenId })
    this.subscribe(inner.map((draft) => ({ ...draft, scopeId })))
    return scopeId
  }

  closeScope(scopeId: string): void {
    this.closeScopeSubscriptions(scopeId)
    this.emit({ type: 'scopeClosed', scopeId })
  }

  subscribe(drafts: SubscriptionDraft[]): void {
    for (const draft of drafts) {
      const subscription: Subscription = { ...draft, id: this.nextId() }
      this.emit({ type: 'subscriptionOpened', subscription })
      if (subscription.kind === 'conditional') this.conditions.entered(subscription.id)
    }
  }

  closeSubscriptions(tokenId: string): void {
    this.closeWhere((subscription) => subscription.tokenId === tokenId)
  }

  /** Of the scope's event sub-processes. */
  closeScopeSubscriptions(scopeId: string): void {
    this.closeWhere((subscription) => subscription.tokenId === null && subscription.scopeId === scopeId)
  }

  private closeWhere(test: (subscription: Subscription) => boolean): void {
    const { subscriptions } = this.state
    for (const subscriptionId in subscriptions) {
      const subscription = this.state.subscriptions[subscriptionId]
      if (subscription && test(subscription)) this.emit({ type: 'subscriptionClosed', subscriptionId })
    }
  }

  /** Sets each variable where `distribute` says, seen from a scope or token. */
  setVariables(holderId: string, variables: Variables): void {
    for (const part of distribute(this.state, holderId, variables)) this.emit({ type: 'variablesSet', ...part })
  }

  // Trouble

  /**
   * The modeller's mistake: the token waits until someone retries, or first tries again by itself.
   * @param reached on the way out, how far it had come
   */
  raise(token: Token, code: IncidentCode, text: string, phase: IncidentPhase, reached: Stage = { at: 'end', index: 0 }): void {
    const message = text.slice(0, MAX_MESSAGE_CHARACTERS)
    const { stage, elementId } = token
    if (phase === 'leave' && stage?.at !== 'leave' && (stage?.at !== 'end' || reached.at === 'leave')) {
      this.emit({ type: 'stageReached', tokenId: token.id, stage: reached })
    }
    if (code !== 'TURN_TOO_LONG' && (phase === 'enter' || phase === 'leave') && scheduleRetry(token, message, this)) return
    this.emit({ type: 'incidentRaised', incidentId: this.nextId(), tokenId: token.id, elementId, code, message, phase })
  }

  resolve({ id: incidentId, tokenId, elementId, phase }: Incident): void {
    this.emit({ type: 'incidentResolved', incidentId, tokenId, elementId, phase, actor: this.command.actor })
  }

  /** An expression that fails becomes an incident. Behaviours compute before they emit, so nothing is half done. */
  attempt(token: Token, phase: IncidentPhase, action: () => void, reached?: Stage): void {
    try {
      action()
    } catch (error) {
      if (!(error instanceof ExpressionFailure)) throw error
      const current = this.token(token.id)
      if (error.bpmnError) throwError(current, error.bpmnError.code, error.bpmnError.message, this)
      else this.raise(current, error.code, error.message, phase, reached)
    }
  }
}
