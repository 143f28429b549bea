import { newId } from '@lianban/storage'
import type { Caller } from '@lianban/tenants'
import type { Completion } from '../cases/complete-task.ts'
import type { GivenMaterials } from '../cases/materials.ts'
import type { Submission } from '../cases/submit.ts'
import type { CaseDetail, InboxItem, TaskDetail, TimelineItem } from '../cases/views.ts'
import type { Office } from './office.ts'
import { tinyFile } from './tiny-files.ts'

/** Any limit that holds a whole scenario. */
const ALL = 100

/** A person of the county who uses the case service through its own doors only. */
export class Actor {
  readonly #office: Office
  readonly userId: string

  constructor(office: Office, userId: string) {
    this.#office = office
    this.userId = userId
  }

  caller(): Promise<Caller> {
    return this.#office.tenants.users.caller(this.#office.tenantId, this.userId)
  }

  /** Uploads one file. @returns its id */
  async uploads(name = '材料.pdf', mediaType = 'application/pdf', size = 1000): Promise<string> {
    const content = tinyFile(mediaType, name)
    const stored = content ? await this.#office.objects.put(content) : { sha256: 'a'.repeat(64), size }
    const { fileId } = await this.#office.cases.registerUpload(await this.caller(), { name, mediaType, ...stored })
    return fileId
  }

  /** Hands in an application; the system makes its receipt 收件凭证. @returns the case's id */
  async submits(
    matterKey: string,
    form: Record<string, unknown>,
    materials: GivenMaterials,
    idempotencyKey = newId(),
    rest: Pick<Submission, 'reuse' | 'deferred' | 'commitment' | 'version'> = {},
  ): Promise<string> {
    const { caseId } = await this.#office.cases.submit(await this.caller(), { matterKey, form, materials, idempotencyKey, ...rest })
    await this.#office.documents.make(caseId)
    return caseId
  }

  /** Hands in a material that the case was accepted without. */
  async settles(caseId: string, key: string, files: string[], reuse: string[] = []): Promise<void> {
    const given = { materials: { [key]: files }, reuse: { [key]: reuse }, idempotencyKey: newId() }
    await this.#office.cases.settleDebt(await this.caller(), caseId, key, given)
  }

  async supplements(caseId: string, given: { form?: Record<string, unknown>; materials?: GivenMaterials }): Promise<void> {
    await this.#office.cases.supplement(await this.caller(), caseId, { materials: {}, ...given, idempotencyKey: newId() })
  }

  async requestsExtension(caseId: string, reasons: string): Promise<void> {
    await this.#office.cases.requestExtension(await this.caller(), caseId, { reasons, idempotencyKey: newId() })
  }

  async endsSuspension(caseId: string, result: string): Promise<void> {
    await this.#office.cases.endSuspension(await this.caller(), caseId, { result, idempotencyKey: newId() })
  }

  /** Takes the task of this step from the own inbox. */
  async claims(elementId: string): Promise<string> {
    const { taskId } = await this.#todo(elementId)
    await this.#office.cases.claim(await this.caller(), taskId)
    return taskId
  }

  /** Takes the task of this step and completes it with one of its actions. */
  async does(elementId: string, action: string, rest: Partial<Omit<Completion, 'action'>> = {}): Promise<void> {
    const taskId = await this.claims(elementId)
    await this.completes(taskId, action, rest)
  }

  async completes(taskId: string, action: string, rest: Partial<Omit<Completion, 'action'>> = {}): Promise<void> {
    await this.#office.cases.completeTask(await this.caller(), taskId, { idempotencyKey: newId(), ...rest, action })
  }

  async inbox(view: 'todo' | 'done' = 'todo'): Promise<InboxItem[]> {
    return (await this.#office.cases.inbox(await this.caller(), { view, limit: ALL })).items
  }

  async opens(elementId: string): Promise<TaskDetail> {
    const { taskId } = await this.#todo(elementId)
    return this.#office.cases.getTask(await this.caller(), taskId)
  }

  async sees(caseId: string): Promise<CaseDetail> {
    return this.#office.cases.get(await this.caller(), caseId)
  }

  async timeline(caseId: string): Promise<TimelineItem[]> {
    return this.#office.cases.timeline(await this.caller(), caseId)
  }

  async #todo(elementId: string): Promise<InboxItem> {
    const items = await this.inbox()
    const item = items.find((candidate) => candidate.elementId === elementId)
    if (!item)
      throw new Error(`${this.userId} has no task ${elementId} to do, but ${items.map((one) => one.elementId).join(', ') || 'nothing'}`)
    return item
  }
}
