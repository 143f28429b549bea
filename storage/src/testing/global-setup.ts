import type { TestProject } from 'vitest/node'
import { createRunFolder, destroyRunFolder, removeRunFolder, sweepCrashedRuns } from './run-folder.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of this test run's private servers; they are started by the first suite that needs them. */
    runFolder: string
  }
}

/** Vitest's global set-up: names the run's folder; the tear-down stops whatever servers the suites started in it. */
export default function setup(project: TestProject): () => Promise<void> {
  sweepCrashedRuns()
  const folder = createRunFolder()
  const onExit = () => destroyRunFolder(folder)
  process.once('exit', onExit)
  project.provide('runFolder', folder)
  return async () => {
    await removeRunFolder(folder)
    process.removeListener('exit', onExit)
  }
}
