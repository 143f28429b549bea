/** What must not outlive this process: private servers and their folders. */
const undo = new Set<() => void>()
process.once('exit', () => undo.forEach((work) => work()))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

/** Does `work` at the end of the process, whatever ends it, unless the function it returns was called before. */
export function atExit(work: () => void): () => void {
  undo.add(work)
  return () => void undo.delete(work)
}
