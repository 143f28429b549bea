import { Button, Popconfirm } from 'antd'
import { minuteText } from '../../time.ts'
import { dropReport, type WaitingReport } from './queue.ts'

interface WaitingListProps {
  waiting: WaitingReport[]
  sending: boolean
  onSend(): void
  onChanged(): void
}

/** What has not been sent yet, and why. */
export function WaitingList({ waiting, sending, onSend, onChanged }: WaitingListProps) {
  if (waiting.length === 0) return null
  return (
    <section className="card waiting" aria-live="polite" data-testid="waiting-reports">
      <div className="section-head">
        <h2>待发送({waiting.length})</h2>
        <Button size="small" onClick={onSend} loading={sending}>
          立即发送
        </Button>
      </div>
      <p className="quiet">已保存在本机,网络恢复后自动发送,关闭页面不会丢失。</p>
      <ul>
        {waiting.map(({ id, writtenAt, body, photos, refused }) => (
          <li key={id}>
            <div>
              <strong>{body.summary}</strong>
              <div className="quiet">
                {minuteText(writtenAt)} · 照片 {photos.length} 张
              </div>
              {refused !== null && <div className="problem">未被接收:{refused}</div>}
            </div>
            <Popconfirm title="删除后不能恢复,也不会发送" okText="删除" onConfirm={() => void dropReport(id).then(onChanged)}>
              <Button size="small" type="text" danger>
                删除
              </Button>
            </Popconfirm>
          </li>
        ))}
      </ul>
    </section>
  )
}
