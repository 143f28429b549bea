import { Link } from 'react-router-dom'
import type { LicenceDetail, LicenceLine } from '../../api/licences.ts'
import { CopyCode } from '../../components/copy-code.tsx'
import { DocumentsList } from '../../components/documents-list.tsx'
import { LicenceState, Validity } from '../../components/licence-state.tsx'
import { minuteText } from '../../time.ts'
import './licences.css'

/** The head of a licence's page: what, whose, number, what it is today. */
export function LicenceHead({ item }: { item: LicenceDetail }) {
  return (
    <>
      <div className="page-head">
        <h1 className="break">{item.name}</h1>
        <LicenceState item={item} />
      </div>
      <div className="page-meta">
        <CopyCode code={item.licenceNo} label="证照编号" testId="licence-no" />
        <span className="break">{item.holderName}</span>
        <span>{item.organName}</span>
      </div>
    </>
  )
}

/** What stands on it, its paper, and what became of it. */
export function LicenceBody({ item, caseAddress, plain }: { item: LicenceDetail; caseAddress: (id: string) => string; plain?: boolean }) {
  return (
    <>
      <section className="card" aria-label="证面内容">
        <h2>证面内容</h2>
        <dl className="licence-face">
          {item.face.map(({ label, text }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd className="break">{text}</dd>
            </div>
          ))}
          <div>
            <dt>有效期</dt>
            <dd>
              <Validity item={item} />
            </dd>
          </div>
        </dl>
      </section>
      <section className="card" aria-label="证照文件">
        <h2>证照文件</h2>
        {item.document ? (
          <DocumentsList documents={[item.document]} plain={plain} />
        ) : (
          <p className="quiet">证照正在制作,稍后可以在这里下载</p>
        )}
        {item.verificationUrl && (
          <p className="gap-above">
            真伪和现状可以在<a href={item.verificationUrl}>核验页</a>查询,证照上的二维码也指向该页。
          </p>
        )}
      </section>
      <section className="card" aria-label="历次办理">
        <h2>历次办理</h2>
        <ol className="plain licence-history">
          {[...item.history].reverse().map((line) => (
            <li key={`${line.at} ${line.caseId} ${line.text}`}>
              <HistoryLine line={line} caseAddress={caseAddress} />
            </li>
          ))}
        </ol>
      </section>
    </>
  )
}

function HistoryLine({ line, caseAddress }: { line: LicenceLine; caseAddress: (id: string) => string }) {
  return (
    <>
      <div className="spread">
        <strong className={line.isOpened ? 'quiet' : undefined}>{line.text}</strong>
        <span className="quiet nowrap">{minuteText(line.at)}</span>
      </div>
      <div className="quiet">
        {line.actorName ?? '系统'} · {line.matterName ?? '办件'}{' '}
        {line.canOpen ? <Link to={caseAddress(line.caseId)}>{line.caseNo}</Link> : line.caseNo}
      </div>
      {line.until && (
        <div>
          延续的有效期:{line.from} 至 {line.until}
        </div>
      )}
      {line.changes.map(({ label, before, after }) => (
        <div key={label} className="break">
          {label}:<del>{before}</del> → {after}
        </div>
      ))}
      {line.reason && <div className="break">意见:{line.reason}</div>}
    </>
  )
}
