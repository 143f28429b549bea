import { DownloadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { paths } from '../api/api.ts'
import type { CaseDocument } from '../api/cases.ts'
import { momentText, sizeText } from '../time.ts'
import { CopyCode } from './copy-code.tsx'
import { EmptyState } from './empty-state.tsx'
import './documents-list.css'

/** The documents issued in a case, with number and fingerprint. `plain` leaves the fingerprint out, for applicants. */
export function DocumentsList({ documents, plain }: { documents: CaseDocument[]; plain?: boolean }) {
  if (documents.length === 0) return <EmptyState title="还没有文书">受理、补正或作出决定后,文书会自动出现在这里</EmptyState>
  return (
    <ul className="plain">
      {documents.map((document, index) => (
        <li key={document.id} className="document">
          <div className="grow">
            <a href={paths.file(document.id)} target="_blank" rel="noreferrer">
              {document.name}
            </a>
            {document.number && <span> {document.number}</span>}
            <div className="quiet">
              {momentText(document.createdAt)} · {sizeText(document.size)}
              {!plain && (
                <>
                  {' · SHA-256 '}
                  <CopyCode code={document.sha256} short={12} label="文件指纹" />
                </>
              )}
            </div>
          </div>
          <Button icon={<DownloadOutlined />} href={paths.file(document.id, true)} data-testid={`document-${index}`}>
            下载
          </Button>
        </li>
      ))}
    </ul>
  )
}
