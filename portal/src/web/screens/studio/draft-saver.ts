import { asApiError } from '../../api/api-error.ts'
import type { PackageFiles, StudioDraft } from '../../api/studio.ts'

/** Saved when nothing was changed for so long. */
export const SAVE_AFTER_MS = 1_000
/** A network that was away is tried again. */
const AGAIN_AFTER_MS = 15_000

/** Path → new content; null: the file goes. */
export type FileChanges = Record<string, string | null>

export type SaveState =
  | { at: 'saved'; savedAt: number }
  | { at: 'saving' }
  /** Only on this page; sent when the network is back. */
  | { at: 'unsent'; message: string }
  /** Somebody else changed the same files: nothing is saved until it is said which holds. */
  | { at: 'conflict'; paths: string[]; theirs: StudioDraft }

export interface SaverPort {
  save(version: number, changes: FileChanges): Promise<{ version: number }>
  /** The draft as it is on the server now. */
  read(): Promise<StudioDraft>
  later(work: () => void, ms: number): () => void
  now(): number
}

export interface Shown {
  files: PackageFiles
  state: SaveState
}

/**
 * The files of a draft that save themselves, one request at a time. Somebody else's changes of other files are taken over;
 * where both changed the same file nothing is overwritten before the person has chosen.
 */
export function createDraftSaver(opened: StudioDraft, port: SaverPort, show: (shown: Shown) => void) {
  let { version, files: base } = opened
  let unsent: FileChanges = {}
  let state: SaveState = { at: 'saved', savedAt: opened.updatedAt }
  let sending: Promise<void> | null = null
  let cancel = () => {}

  const files = () => withChanges(base, unsent)
  const tell = (next: SaveState) => {
    state = next
    show({ files: files(), state })
  }
  const takeOver = (theirs: StudioDraft) => {
    version = theirs.version
    base = theirs.files
  }

  const rebase = async () => {
    const theirs = await port.read()
    const both = Object.keys(unsent).filter(
      (path) => theirs.files[path] !== base[path] && theirs.files[path] !== (unsent[path] ?? undefined),
    )
    if (both.length > 0) return tell({ at: 'conflict', paths: both, theirs })
    takeOver(theirs)
    await sendOnce()
  }

  const sendOnce = async (): Promise<void> => {
    const sent = { ...unsent }
    if (Object.keys(sent).length === 0 || state.at === 'conflict') return
    tell({ at: 'saving' })
    try {
      const saved = await port.save(version, sent)
      version = saved.version
      base = withChanges(base, sent)
      unsent = Object.fromEntries(Object.entries(unsent).filter(([path, content]) => sent[path] !== content))
      tell({ at: 'saved', savedAt: port.now() })
    } catch (thrown) {
      const error = asApiError(thrown)
      if (error.code === 'DRAFT_CHANGED') return rebase()
      tell({ at: 'unsent', message: error.message })
      cancel = port.later(() => void send(), AGAIN_AFTER_MS)
    }
  }

  const send = async (): Promise<void> => {
    cancel()
    while (sending) await sending
    sending = sendOnce().catch((thrown: unknown) => tell({ at: 'unsent', message: asApiError(thrown).message }))
    await sending
    sending = null
  }

  return {
    change(changes: FileChanges) {
      const now = files()
      const real = Object.entries(changes).filter(([path, content]) => (now[path] ?? null) !== content)
      if (real.length === 0) return
      unsent = { ...unsent, ...Object.fromEntries(real) }
      // What is not on the server is never said to be.
      tell(state.at === 'conflict' ? state : { at: 'saving' })
      cancel()
      cancel = port.later(() => void send(), SAVE_AFTER_MS)
    },
    /** Saves now. @returns whether everything is on the server */
    async flush(): Promise<boolean> {
      await send()
      return state.at === 'saved'
    },
    hasUnsent: () => Object.keys(unsent).length > 0,
    /** Ends a conflict: `mine` goes over theirs, or what they have is taken and mine of these files is dropped. */
    async choose(which: 'mine' | 'theirs') {
      if (state.at !== 'conflict') return
      const { paths, theirs } = state
      takeOver(theirs)
      if (which === 'theirs') unsent = Object.fromEntries(Object.entries(unsent).filter(([path]) => !paths.includes(path)))
      tell({ at: 'saved', savedAt: theirs.updatedAt })
      await send()
    },
  }
}

export type DraftSaver = ReturnType<typeof createDraftSaver>

/** The files with these changes. */
export function withChanges(files: PackageFiles, changes: FileChanges): PackageFiles {
  const next = { ...files }
  for (const [path, content] of Object.entries(changes)) {
    if (content === null) delete next[path]
    else next[path] = content
  }
  return next
}
