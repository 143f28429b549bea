import { App, Button } from 'antd'
import { useCallback, useEffect, useState } from 'react'
import { Link, useNavigate } from 'react-router-dom'
import { asApiError } from '../../api/api-error.ts'
import { windowApi, windowPaths, type WindowDesk, type WindowReceipt } from '../../api/window.ts'
import { ErrorResult } from '../../components/error-result.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { useKeys } from '../../hooks/use-keys.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useSession } from '../../session.tsx'
import { CalledTicket } from './called-ticket.tsx'
import { OpenWindow } from './open-window.tsx'
import { EnteredToday, QueueLists } from './queue-lists.tsx'
import { TransferDialog } from './transfer-dialog.tsx'
import './window.css'

/** Numbers are taken meanwhile: the desk looks again so often, milliseconds. */
const LOOK_AGAIN_MS = 8_000

/** The desk of a window clerk: the number that stands here, who waits, and what is done for whoever stands here. */
export function Component() {
  useTitle('窗口工作台')
  const navigate = useNavigate()
  const { message } = App.useApp()
  const { rights } = useSession()
  const { data, error, loading, reload } = useResource<WindowDesk>(windowPaths.desk)
  const [changed, setChanged] = useState<{ from: WindowDesk | undefined; now: WindowDesk } | null>(null)
  const [busy, setBusy] = useState(false)
  const [sending, setSending] = useState(false)
  const mayAssist = rights.includes('case:assist')
  const entered = useResource<{ items: WindowReceipt[] }>(mayAssist ? windowPaths.cases : null)
  // What a verb answered counts until the desk was read again.
  const desk = changed && changed.from === data ? changed.now : data

  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && reload(), LOOK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [reload])

  const act = useCallback(
    async (verb: () => Promise<WindowDesk>) => {
      if (busy) return
      setBusy(true)
      try {
        const now = await verb()
        setChanged({ from: data, now })
      } catch (thrown) {
        message.warning(asApiError(thrown).message)
        reload()
      } finally {
        setBusy(false)
      }
    },
    [busy, data, message, reload],
  )
  const callNext = () =>
    act(async () => {
      const now = await windowApi.next()
      if (!now.current) message.info('没有等候的号')
      return now
    })
  const assist = () => mayAssist && void navigate('/window/assist')
  const isOpen = desk?.window != null
  const has = desk?.current != null
  useKeys(
    {
      n: () => void callNext(),
      r: () => has && void act(windowApi.again),
      p: () => has && void act(windowApi.pass),
      s: () => has && void act(windowApi.serve),
      t: () => has && setSending(true),
      a: () => assist(),
    },
    isOpen && !sending,
  )
  if (loading) return <PageSkeleton />
  if (!desk) return error && <ErrorResult error={error} onRetry={reload} />
  if (!desk.window) return <OpenWindow halls={desk.halls} onOpen={(place) => act(() => windowApi.open(place))} busy={busy} />
  return (
    <div className="page">
      <div className="page-head">
        <h1>
          {desk.window.number} 号窗口 <span className="quiet window-hall">{desk.window.hallName}</span>
        </h1>
        <span className="grow" />
        {mayAssist && (
          <Link to="/window/assist">
            <Button tabIndex={-1} data-testid="start-assist">
              代办申请 (A)
            </Button>
          </Link>
        )}
        <Button onClick={() => void act(windowApi.close)} disabled={has || busy} data-testid="close-window">
          关闭窗口
        </Button>
      </div>
      <div className="window-grid">
        <CalledTicket
          ticket={desk.current}
          busy={busy}
          onNext={() => void callNext()}
          onAgain={() => void act(windowApi.again)}
          onPass={() => void act(windowApi.pass)}
          onServe={() => void act(windowApi.serve)}
          onTransfer={() => setSending(true)}
        />
        <QueueLists desk={desk} onComeBack={(id) => void act(() => windowApi.comeBack(id))} />
      </div>
      {mayAssist && <EnteredToday items={entered.data?.items ?? []} />}
      {sending && (
        <TransferDialog
          desk={desk}
          onClose={() => setSending(false)}
          onSend={(to) => {
            setSending(false)
            void act(() => windowApi.transfer(to))
          }}
        />
      )}
    </div>
  )
}
