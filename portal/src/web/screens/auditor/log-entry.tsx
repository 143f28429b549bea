import { useParams, Link } from 'react-router-dom'
import { paths } from '../../api/api.ts'
import type { InclusionProof, LogEntry } from '../../api/log.ts'
import { CopyCode } from '../../components/copy-code.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { exactText } from '../../time.ts'
import { actorText } from './actor-text.ts'
import { Recorded } from './log-table.tsx'
import { ProofPath } from './proof-path.tsx'
import '../../components/desk.css'
import './log.css'

/** One entry, and the proof that it stands in the log under the latest signed head. */
export function Component() {
  const { id = '' } = useParams()
  const { data: entry, error, loading, reload } = useResource<LogEntry>(paths.logEntry(id))
  const isSealed = entry !== undefined && entry.index !== null
  const proof = useResource<InclusionProof>(isSealed ? paths.logProof(id) : null)
  useTitle(entry ? `日志第 ${entry.index ?? '—'} 条` : '日志条目')
  if (loading) return <PageSkeleton />
  if (!entry) return error && <ErrorResult error={error} onRetry={reload} />
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">{isSealed ? `日志第 ${entry.index} 条` : '日志条目(待封存)'}</h1>
        <Link to="/supervision/log">返回日志检索</Link>
      </div>
      <section className="card">
        <dl className="log-facts">
          <Fact name="内容">{entry.actionText}</Fact>
          <Fact name="时间">{exactText(entry.at)}</Fact>
          <Fact name="人员">
            {actorText(entry)}
            <span className="quiet"> {[entry.organName, entry.ip].filter(Boolean).join(' · ')}</span>
          </Fact>
          <Fact name="对象">
            <code className="break">{entry.subject}</code>
          </Fact>
        </dl>
        <h2 className="gap-above gap-below">所记内容</h2>
        {entry.erased ? (
          <p className="quiet">姓名、地址和内容已依法删除,日志另有一条删除记录。其余部分仍可证明。</p>
        ) : (
          <Recorded entry={entry} />
        )}
      </section>
      <section className="card">
        <h2>存在证明</h2>
        {!isSealed && <p className="quiet">本条刚刚写入,几秒后封存,封存后才有证明。请稍后刷新。</p>}
        {proof.loading && <TableSkeleton />}
        {proof.error && <ErrorResult error={proof.error} onRetry={proof.reload} />}
        {proof.data && <ProofPath proof={proof.data} />}
      </section>
      {entry.hash && !isSealed && (
        <p className="quiet">
          本条指纹 <CopyCode code={entry.hash} short={24} label="指纹" />
        </p>
      )}
    </div>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="log-fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
