/**
 * Work that is asked for often: what is asked for while it is under way is done once more after it, and not once for each asking.
 * @param onError what fails is told and does not keep the next from being done
 */
export function coalesce(work: () => Promise<void>, onError: (error: unknown) => void): () => Promise<void> {
  let running: Promise<void> | null = null
  let again = false
  const run = async (): Promise<void> => {
    do {
      again = false
      await work().catch(onError)
    } while (again)
    running = null
  }
  return () => {
    again = running !== null
    running ??= run()
    return running
  }
}
