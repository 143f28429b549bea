import { join } from 'node:path'
import { parseConfig, runWorkers, serverTemplates, workerTokenOf } from '@lianban/portal'
import { fileDocumentSigners } from '@lianban/processes'
import { openObjectStore } from '@lianban/storage'
import { SAMPLE_COUNTY } from '@lianban/tenants'
import pino from 'pino'

/*
 * Compiled projects do not import each other by path; what tests have is no part of a package, so it is loaded from where it was
 * built. The reference in tsconfig.json sees that it is.
 */
const load = async (path: string): Promise<unknown> => import(new URL(`../../../processes/dist/testing/${path}.js`, import.meta.url).href)
export const { tinyPdf } = (await load('tiny-files')) as typeof import('../../processes/dist/testing/tiny-files.js')
export const { fakeDocumentWorker } = (await load(
  'fake-document-worker',
)) as typeof import('../../processes/dist/testing/fake-document-worker.js')

export const TENANT = SAMPLE_COUNTY.tenant.id
/** Documents at once, and how often it is asked for more. */
const PACE = { concurrency: 4, pollIntervalMs: 500 }

/**
 * The workers of another machine, as `lianban workers` runs them there: they fetch their tasks over the network, sign with the
 * county's key and store; only the browser that prints is another machine's, and stands for itself by a PDF of one page.
 */
export async function printElsewhere(server: { url: string; dataDir: string; workerToken: string }): Promise<{ stop(): Promise<void> }> {
  const config = parseConfig({ DATA_DIR: server.dataDir, WORKER_TOKEN: server.workerToken })
  const token = workerTokenOf(server.workerToken, TENANT)
  const objects = await openObjectStore(config.objectsUrl)
  const signer = await fileDocumentSigners(join(server.dataDir, 'keys'), { nameOf: () => Promise.reject(new Error('there is no key')) }).of(
    TENANT,
  )
  const workers = runWorkers(config, {
    ...{ serverUrl: server.url, token, signer, ...PACE, publicUrl: config.publicUrl, rendering: true, logger: pino({ level: 'error' }) },
    ...{ templatesOf: serverTemplates(server.url, token), objects: objects.part(TENANT) },
    renderer: { render: () => Promise.resolve(tinyPdf('load')), close: () => Promise.resolve() },
  })
  return {
    async stop() {
      await workers.stop()
      await objects.close()
    },
  }
}
