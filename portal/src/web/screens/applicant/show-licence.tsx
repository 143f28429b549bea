import { Button, QRCode } from 'antd'
import { useState } from 'react'
import { showingApi, type LicenceDetail, type Showing } from '../../api/licences.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { useWatch } from '../../hooks/use-watch.ts'
import { minuteText } from '../../time.ts'

/** Shows the licence to somebody: a code that opens it once within five minutes; beside it the page that anyone may check it on. */
export function ShowLicence({ item }: { item: LicenceDetail }) {
  const [shown, setShown] = useState<Showing | null>(null)
  const { run, busy, error } = useAttempt(async () => setShown(await showingApi.show(item.id)))
  return (
    <section className="card" aria-label="出示证照" data-testid="show-licence">
      <h2>出示证照</h2>
      <ErrorNote error={error} />
      {shown ? (
        <Code key={shown.id} shown={shown} onAgain={() => void run()} onEnd={() => setShown(null)} />
      ) : (
        <div className="show-licence">
          {item.verificationUrl && (
            <QRCode
              value={item.verificationUrl}
              size={108}
              type="svg"
              bordered={false}
              color="#000000"
              bgColor="#ffffff"
              aria-label="核验页的二维码"
            />
          )}
          <div className="stack grow">
            {item.verificationUrl && <span className="quiet">左边是核验码,长期有效,扫码可以核对证照真伪和现状。</span>}
            <span>需要让他人看到证面内容的,可以生成出示码:5 分钟内有效,只能查看一次,查看有记录。</span>
            <div>
              <Button type="primary" loading={busy} onClick={() => void run()} data-testid="show">
                生成出示码
              </Button>
            </div>
          </div>
        </div>
      )}
    </section>
  )
}

function Code({ shown, onAgain, onEnd }: { shown: Showing; onAgain: () => void; onEnd: () => void }) {
  const { now, error } = useWatch(shown.id, showingApi.state, ({ state }) => state !== 'waiting')
  const address = `${location.origin}/show/${shown.token}`
  if (now && now.state !== 'waiting')
    return (
      <div className="stack" role="status" data-testid="showing-over">
        <span>{now.seenAt === null ? '出示码已失效,没有人查看' : `证照已于 ${minuteText(now.seenAt)} 被查看,出示码随即失效`}</span>
        <div>
          <Button onClick={onAgain}>重新生成</Button>
        </div>
      </div>
    )
  const takeBack = () => {
    void showingApi.end(shown.id).catch(() => undefined)
    onEnd()
  }
  return (
    <div className="show-licence">
      <QRCode value={address} size={180} type="svg" bordered={false} color="#000000" bgColor="#ffffff" aria-label="出示码" />
      <div className="stack grow">
        <strong>请对方扫码查看</strong>
        <span>{minuteText(shown.expiresAt)} 前有效,只能查看一次。请当面出示,不要转发。</span>
        <ErrorNote error={error} />
        <a className="sr-only" href={address} data-testid="showing-address">
          出示码的地址
        </a>
        <div>
          <Button onClick={takeBack}>收回</Button>
        </div>
      </div>
    </div>
  )
}
