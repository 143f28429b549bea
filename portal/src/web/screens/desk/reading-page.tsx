import { App, Button, Input } from 'antd'
import { useEffect, useState } from 'react'
import { Link, useParams } from 'react-router-dom'
import { paths } from '../../api/api.ts'
import { deskApi, deskPaths, type Reading } from '../../api/case-desk.ts'
import type { CaseDetail } from '../../api/cases.ts'
import type { Page } from '../../api/page.ts'
import { CaseBody } from '../../components/case-body.tsx'
import { CaseHead } from '../../components/case-head.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { minuteText } from '../../time.ts'
import { PathTab } from './case-tabs.tsx'

/** A case that was brought to me to read or to be asked about: to look at, to print, to say something to. */
export function Component() {
  const { id = '' } = useParams()
  const { data: item, error, loading, reload, revision } = useResource<CaseDetail>(paths.case(id))
  const hasCase = item !== undefined
  useTitle(item && `传阅 ${item.applicantName}`)
  // Told by the page, and not by the GET that any scanner of links may send.
  useEffect(() => {
    if (hasCase) deskApi.open(id).catch(() => undefined)
  }, [id, hasCase])
  if (loading) return <PageSkeleton />
  if (!item) return error && <ErrorResult error={error} onRetry={reload} extra={<Link to="/reading">回到传阅</Link>} />
  return (
    <div className="page">
      <p className="no-print">
        <Link to="/reading">传阅</Link>
      </p>
      <CaseHead
        item={item}
        extra={
          <Button className="no-print" onClick={() => window.print()}>
            打印
          </Button>
        }
      />
      <Replies item={item} version={revision} onChanged={reload} />
      <CaseBody
        key={item.id}
        item={item}
        revision={revision}
        extraTabs={[{ key: 'path', label: '流程预览', children: <PathTab caseId={item.id} version={revision} /> }]}
      />
    </div>
  )
}

/** Every circulation of this case to me, with a place for my opinion. */
function Replies({ item, version, onChanged }: { item: CaseDetail; version: number; onChanged: () => void }) {
  const { data } = useResource<Page<Reading>>(deskPaths.readings({ q: item.caseNo }), version)
  const mine = (data?.items ?? []).filter((one) => one.case.id === item.id)
  return mine.map((one) => <ReplyCard key={one.circulationId} item={one} onDone={onChanged} />)
}

function ReplyCard({ item, onDone }: { item: Reading; onDone: () => void }) {
  const { message } = App.useApp()
  const [text, setText] = useState(item.reply ?? '')
  const sending = useAttempt(async () => {
    await deskApi.reply(item.circulationId, text)
    message.success('传阅意见已保存')
    onDone()
  })
  return (
    <section className="card gap-below no-print">
      <div className="break">
        <strong>{item.byName}</strong> 传阅给您 <span className="quiet">{minuteText(item.at)}</span>
        {item.note && <div>{item.note}</div>}
      </div>
      <ErrorNote error={sending.error} />
      <label htmlFor={`reply-${item.circulationId}`} className="gap-above block-label">
        传阅意见 <span className="quiet">(可不填,已写的可以修改)</span>
      </label>
      <Input.TextArea
        id={`reply-${item.circulationId}`}
        rows={2}
        maxLength={2000}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <Button
        className="gap-above"
        loading={sending.busy}
        disabled={!text.trim() || text === item.reply}
        onClick={() => void sending.run()}
      >
        {item.reply === null ? '提交意见' : '修改意见'}
      </Button>
    </section>
  )
}
