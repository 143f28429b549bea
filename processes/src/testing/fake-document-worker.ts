import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Engine } from '@lianban/engine/runtime'
import { compileTemplate } from '../documents/index.ts'
import type { ProcessPackage } from '../packages/load-package.ts'
import { templatesIn } from '../packages/templates.ts'
import { documentProperty, renderDocument, type RenderedDocument } from '../workers/render-document.ts'

const LOCK_MS = 60_000
const MAX_TASKS = 20
const WORKER_ID = 'scenario-worker'

export interface MadeDocument extends RenderedDocument {
  html: string
}

export interface FakeDocumentWorker {
  /**
   * Makes every document that is waiting, from its real template but without a browser: the HTML stands for the PDF.
   * @throws DocumentError if the template needs a variable that the process does not have
   */
  make(): Promise<MadeDocument[]>
  /** What was made, from the object store. */
  read(sha256: string): Promise<Readable>
  /** Fails every document that is waiting for good, as without Chromium. */
  fail(message: string): Promise<void>
}

export function fakeDocumentWorker({
  engine,
  tenantId,
  processPackage,
}: {
  engine: Engine
  tenantId: string
  processPackage: ProcessPackage
}): FakeDocumentWorker {
  const templateOf = templatesIn([processPackage])
  const fetch = () =>
    engine.externalTasks.fetchAndLock({
      tenantId,
      workerId: WORKER_ID,
      maxTasks: MAX_TASKS,
      topics: [{ topicName: 'render-document', lockDuration: LOCK_MS, variables: null }],
    })
  const stored = new Map<string, Buffer>()
  const put = (data: Buffer) => {
    const sha256 = createHash('sha256').update(data).digest('hex')
    stored.set(sha256, data)
    return { sha256, size: data.length }
  }
  /** What follows a document of itself: publication 双公示 and archive 归档. */
  const follow = async (): Promise<void> => {
    const topics = ['publish-decision', 'archive-case'].map((topicName) => ({ topicName, lockDuration: LOCK_MS, variables: null }))
    for (;;) {
      const tasks = await engine.externalTasks.fetchAndLock({ tenantId, workerId: WORKER_ID, maxTasks: MAX_TASKS, topics })
      if (tasks.length === 0) return
      for (const { row } of tasks) await engine.externalTasks.complete({ tenantId, taskId: row.id, workerId: WORKER_ID, variables: {} })
    }
  }
  return {
    read(sha256) {
      const data = stored.get(sha256)
      return data
        ? Promise.resolve(Readable.from([data]))
        : Promise.reject(Object.assign(new Error(`no object ${sha256}`), { code: 'OBJECT_NOT_FOUND' }))
    },
    async make() {
      const made: MadeDocument[] = []
      for (const { row, variables } of await fetch()) {
        const values = Object.fromEntries(Object.entries(variables).map(([name, { value }]) => [name, value]))
        const template = documentProperty(row.properties, 'template', row.id, values)
        const documentName = documentProperty(row.properties, 'documentName', row.id, values)
        const source = templateOf(template, { processDefinitionKey: row.definition_key })
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
            renderer: { render: (page: string) => Promise.resolve(Buffer.from((html = page))) },
            objects: { put: (data) => Promise.resolve(put(data)) },
            signer: { sign: (pdf) => Promise.resolve(pdf) },
            publicUrl: 'https://example.test',
            clock: () => row.created_at,
          },
        )
        await engine.externalTasks.complete({ tenantId, taskId: row.id, workerId: WORKER_ID, variables: { document: { ...document } } })
        made.push({ ...document, html })
      }
      await follow()
      return made
    },
    async fail(message) {
      for (const { row } of await fetch()) {
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
