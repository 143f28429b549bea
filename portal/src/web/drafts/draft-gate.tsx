import { Button } from 'antd'
import { useCallback, useEffect, useState, type ReactNode } from 'react'
import { draftApi, type StoredDraft } from '../api/drafts.ts'
import { PageSkeleton } from '../components/page-skeleton.tsx'
import { useSession } from '../session.tsx'
import { momentText } from '../time.ts'
import { readLocal, removeLocal, type DraftPlace } from './local-copy.ts'
import { isChoice, openedOf, type Choice, type Opened } from './opened.ts'
import { useDraft, type Draft } from './use-draft.ts'

interface Props<T> {
  place: DraftPlace
  empty: () => T
  /** The server's draft, where a page has asked for it before it could show this. */
  asked?: Promise<StoredDraft | null>
  children: (draft: Draft<T>) => ReactNode
}

/** Opens a form with what was kept of it: the server's draft, or what this device could not send. */
export function DraftGate<T>(props: Props<T>) {
  const { user } = useSession()
  const {
    place: { kind, about },
    asked,
  } = props
  const [found, setFound] = useState<{ round: number; opened: Opened | Choice } | null>(null)
  const [round, setRound] = useState(0)
  const reopen = useCallback(() => setRound((n) => n + 1), [])

  useEffect(() => {
    let current = true
    const place = { kind, about, title: '' }
    const open = (server: Parameters<typeof openedOf>[0]) => {
      if (current) setFound({ round, opened: openedOf(server, readLocal(user.id, place)) })
    }
    const answer = round === 0 && asked ? asked : draftApi.get(kind, about)
    answer.then(open, () => open(undefined))
    return () => {
      current = false
    }
  }, [kind, about, asked, user.id, round])

  if (found?.round !== round) return <PageSkeleton />
  const { opened } = found
  if (!isChoice(opened)) return <OpenForm key={round} {...props} userId={user.id} opened={opened} reopen={reopen} />
  const choose = (chosen: Opened) => {
    if (!chosen.unsent) removeLocal(user.id, props.place)
    setFound({ round, opened: chosen })
  }
  return <ChooseDraft choice={opened} onChoose={choose} />
}

function OpenForm<T>({
  place,
  empty,
  children,
  userId,
  opened,
  reopen,
}: Props<T> & { userId: string; opened: Opened; reopen: () => void }) {
  return children(useDraft<T>(userId, place, opened, empty, reopen))
}

/** Two devices went on from the same draft: nothing is lost until the person has said which one holds. */
function ChooseDraft({ choice: { server, local }, onChoose }: { choice: Choice; onChoose: (chosen: Opened) => void }) {
  return (
    <div className="page">
      <section className="card" aria-label="选择草稿" data-testid="choose-draft">
        <h1 className="gap-below">有两份不同的草稿</h1>
        <p>
          本设备上有一份没有上传的草稿,保存于 {momentText(local.savedAt)};
          {server ? `服务器上的草稿由您在其他设备保存于 ${momentText(server.savedAt)}。` : '服务器上的草稿已经提交或者清除。'}
          请选择接着填写哪一份,另一份不再保留。
        </p>
        <div className="row">
          <Button
            type="primary"
            onClick={() =>
              onChoose({ value: server?.value ?? null, version: server?.version ?? 0, savedAt: server?.savedAt ?? null, unsent: false })
            }
            data-testid="use-server-draft"
          >
            {server ? '使用服务器上的草稿' : '重新填写'}
          </Button>
          <Button
            onClick={() => onChoose({ value: local.value, version: server?.version ?? 0, savedAt: local.savedAt, unsent: true })}
            data-testid="use-local-draft"
          >
            使用本设备上的草稿
          </Button>
        </div>
      </section>
    </div>
  )
}
