import type { TestProject } from 'vitest/node'
import { createRunFolder, createTemporaryFolder, destroyRunFolder, removeRunFolder, sweepCrashedRuns } from './run-folder.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of this test run's private servers; they are started by the first suite that needs them. */
    runFolder: string
  }
}

/** Vitest's global set-up: names the run's folders; the tear-down stops whatever servers the suites started and removes all. */
export default function setup(project: TestProject): () => Promise<void> {
  sweepCrashedRuns()
  const [folder, temporary] = [createRunFolder(), createTemporaryFolder()]
  const systems = process.env.TMPDIR
  // The suites' processes are started with this environment.
  process.env.TMPDIR = temporary
  const onExit = () => [folder, temporary].forEach(destroyRunFolder)
  process.once('exit', onExit)
  project.provide('runFolder', folder)
  return async () => {
    await removeRunFolder(folder)
    destroyRunFolder(temporary)
    if (systems === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = systems
    process.removeListener('exit', onExit)
  }
}
