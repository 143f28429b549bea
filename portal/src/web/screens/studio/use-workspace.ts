import { useCallback, useEffect, useState } from 'react'
import { request } from '../../api/client.ts'
import { studioApi, studioPaths, type Editor, type PackageFiles, type StudioDraft } from '../../api/studio.ts'
import { createDraftSaver, type FileChanges, type SaveState } from './draft-saver.ts'

/** How often a page says that somebody works in it; the server forgets him after three times that. */
const PRESENT_EVERY_MS = 20_000

export interface Workspace {
  draft: StudioDraft
  /** As they stand on this page. */
  files: PackageFiles
  change: (changes: FileChanges) => void
  /** Saves now. @returns whether everything is on the server */
  flush: () => Promise<boolean>
  state: SaveState
  /** Ends a conflict. */
  choose: (which: 'mine' | 'theirs') => void
  /** Others who have this draft open now. */
  others: Editor[]
  readOnly: boolean
}

/** A draft that is open on this page: it saves itself, and says who else has it open. */
export function useWorkspace(opened: StudioDraft, userId: string, readOnly: boolean): Workspace {
  const [shown, setShown] = useState<{ files: PackageFiles; state: SaveState }>({
    files: opened.files,
    state: { at: 'saved', savedAt: opened.updatedAt },
  })
  const [saver] = useState(() =>
    createDraftSaver(
      opened,
      {
        save: (version, changes) => studioApi.save(opened.id, version, changes),
        read: () => request<StudioDraft>(studioPaths.draft(opened.id)),
        later(work, ms) {
          const timer = setTimeout(work, ms)
          return () => clearTimeout(timer)
        },
        now: () => Date.now(),
      },
      setShown,
    ),
  )
  const [editors, setEditors] = useState(opened.editors)

  useEffect(() => {
    if (readOnly) return
    const say = () =>
      void studioApi.present(opened.id).then(
        (answer) => setEditors(answer.editors),
        () => {},
      )
    say()
    const timer = setInterval(say, PRESENT_EVERY_MS)
    return () => clearInterval(timer)
  }, [opened.id, readOnly])

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (saver.hasUnsent()) event.preventDefault()
    }
    addEventListener('beforeunload', warn)
    return () => {
      removeEventListener('beforeunload', warn)
      void saver.flush()
    }
  }, [saver])

  const choose = useCallback((which: 'mine' | 'theirs') => void saver.choose(which), [saver])
  return {
    draft: opened,
    ...shown,
    change: saver.change,
    flush: saver.flush,
    choose,
    others: editors.filter((editor) => editor.userId !== userId),
    readOnly,
  }
}
