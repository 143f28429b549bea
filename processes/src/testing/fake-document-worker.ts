import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Engine } from '@lianban/engine/runtime'
import { compileTemplate } from '../documents/index.ts'
import type { Database } from '@lianban/storage'
import type { ProcessPackage } from '../packages/load-package.ts'
import { releaseTemplates } from '../studio/template-finder.ts'
import { templatesIn } from '../packages/templates.ts'
import { CaseTaskError, type CaseTasks } from '../workers/case-tasks.ts'
import { documentProperty } from '../workers/document-task.ts'
import { renderDocument, type RenderedDocument } from '../workers/render-document.ts'
import { RENDER_DOCUMENT_TOPIC } from '../workers/topics.ts'
import { tinyPdf } from './tiny-files.ts'

const LOCK_MS = 60_000
const MAX_TASKS = 20
const WORKER_ID = 'scenario-worker'

export interface MadeDocument extends RenderedDocument {
  html: string
}

/** Files in memory. */
export interface FakeObjects {
  put(data: Buffer): Promise<{ sha256: string; size: number }>
  /** @throws an error with the code OBJECT_NOT_FOUND */
  get(sha256: string): Promise<Readable>
}

export function fakeObjects(): FakeObjects {
  const stored = new Map<string, Buffer>()
  return {
    put(data) {
      const sha256 = createHash('sha256').update(data).digest('hex')
      stored.set(sha256, data)
      return Promise.resolve({ sha256, size: data.length })
    },
    get(sha256) {
      const data = stored.get(sha256)
      return data
        ? Promise.resolve(Readable.from([data]))
        : Promise.reject(Object.assign(new Error(`no object ${sha256}`), { code: 'OBJECT_NOT_FOUND' }))
    },
  }
}

export interface FakeDocumentWorker {
  /**
   * Makes every document that is waiting, from its real template but without a browser: a PDF of one empty page stands for
   * it. What comes after, the publication and the archive of the case, is carried out by the real handlers.
   * @param caseId only those of this case
   * @throws DocumentError if the template needs a variable that the process does not have
   */
  make(caseId?: string): Promise<MadeDocument[]>
  /** Fails every document that is waiting for good, as without Chromium. */
  fail(message: string): Promise<void>
}

export interface FakeWorkerOptions {
  database: Database
  engine: Engine
  tenantId: string
  processPackage: ProcessPackage
  objects: FakeObjects
  caseTasks: CaseTasks
}

export function fakeDocumentWorker({
  database,
  engine,
  tenantId,
  processPackage,
  objects,
  caseTasks,
}: FakeWorkerOptions): FakeDocumentWorker {
  const ofPackage = templatesIn([processPackage])
  const ofRelease = releaseTemplates(database, () => engine.now())(tenantId)
  const fetch = (topics: string[], businessKey?: string) =>
    engine.externalTasks.fetchAndLock({
      tenantId,
      workerId: WORKER_ID,
      maxTasks: MAX_TASKS,
      topics: topics.map((topicName) => ({
        topicName,
        lockDuration: LOCK_MS,
        variables: null,
        ...(businessKey !== undefined && { businessKey }),
      })),
    })
  type Fetched = Awaited<ReturnType<typeof fetch>>[number]

  const render = async ({ row, variables }: Fetched): Promise<MadeDocument> => {
    const values = Object.fromEntries(Object.entries(variables).map(([name, { value }]) => [name, value]))
    const template = documentProperty(row.properties, 'template', row.id, values)
    const documentName = documentProperty(row.properties, 'documentName', row.id, values)
    const task = { processDefinitionKey: row.definition_key, businessKey: row.business_key }
    const source = ofPackage(template, task) ?? (await ofRelease(template, task))
    if (source === null) throw new Error(`there is no template ${template}`)
    let html = ''
    const document = await renderDocument(
      {
        template: compileTemplate(template, source),
        documentName,
        issuedAt: row.created_at,
        variables: values,
      },
      {
        renderer: { render: (page: string) => Promise.resolve(tinyPdf((html = page))) },
        objects,
        signer: { sign: (pdf) => Promise.resolve(pdf) },
        publicUrl: 'https://example.test',
        clock: () => row.created_at,
      },
    )
    await engine.externalTasks.complete({ tenantId, taskId: row.id, workerId: WORKER_ID, variables: { document: { ...document } } })
    return { ...document, html }
  }

  const finish = async ({ row }: Fetched): Promise<void> => {
    if (row.business_key === null) throw new CaseTaskError('NO_CASE', `${row.topic} is no task of a case`)
    const variables = await caseTasks[row.topic]!.run(row.business_key)
    await engine.externalTasks.complete({ tenantId, taskId: row.id, workerId: WORKER_ID, variables })
  }

  return {
    async make(caseId) {
      const made: MadeDocument[] = []
      for (const task of await fetch([RENDER_DOCUMENT_TOPIC], caseId)) made.push(await render(task))
      // One leads to the next: the publication to the archive.
      const topics = Object.keys(caseTasks)
      for (let tasks = await fetch(topics, caseId); tasks.length > 0; tasks = await fetch(topics, caseId))
        for (const task of tasks) await finish(task)
      return made
    },
    async fail(message) {
      for (const { row } of await fetch([RENDER_DOCUMENT_TOPIC])) {
        await engine.externalTasks.fail({
          tenantId,
          taskId: row.id,
          workerId: WORKER_ID,
          errorMessage: message,
          retries: 0,
          retryTimeout: 0,
        })
      }
    },
  }
}
