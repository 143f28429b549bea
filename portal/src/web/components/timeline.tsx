import { Skeleton } from 'antd'
import { paths } from '../api/api.ts'
import type { TimelineItem } from '../api/cases.ts'
import { useResource } from '../hooks/use-resource.ts'
import { exactText, momentText } from '../time.ts'
import { ErrorResult } from './error-result.tsx'
import './signature/signature.css'
import './timeline.css'

/** The way of a case, one line per hop: who, on behalf of whom, what, opinion, how long. Newest first. */
export function CaseTimeline({ caseId, version }: { caseId: string; version: number }) {
  const { data, error, loading, reload } = useResource<{ items: TimelineItem[] }>(paths.timeline(caseId), version)
  if (loading) return <Skeleton active paragraph={{ rows: 5 }} title={false} />
  if (!data) return error && <ErrorResult error={error} onRetry={reload} />
  if (data.items.length === 0) return <span className="quiet">还没有办理记录</span>
  return <Timeline items={[...data.items].reverse()} />
}

export function Timeline({ items }: { items: TimelineItem[] }) {
  return (
    <ol className="timeline" data-testid="timeline">
      {items.map((item, index) => (
        <li key={`${item.at}-${index}`} className={`hop hop-${item.lamp ?? 'none'}`}>
          <div className="hop-head">
            <strong>{item.stepName}</strong>
            <span>{item.action}</span>
            {item.durationText && <span className="quiet hop-duration">用时 {item.durationText}</span>}
          </div>
          <div className="quiet">
            <time dateTime={new Date(item.at).toISOString()} title={exactText(item.at)}>
              {momentText(item.at)}
            </time>
            {item.actorName && ` · ${item.actorName}`}
          </div>
          {item.opinion && <blockquote className="hop-opinion break">{item.opinion}</blockquote>}
          {item.signature && (
            <img
              className="signature-image hop-signature"
              loading="lazy"
              src={paths.file(item.signature.fileId)}
              alt={`${item.signature.by ?? item.actorName ?? ''}的手写签名`}
            />
          )}
        </li>
      ))}
    </ol>
  )
}
