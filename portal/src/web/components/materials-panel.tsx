import { DownloadOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { paths } from '../api/api.ts'
import type { CaseDetail, Paper } from '../api/cases.ts'
import { useKeys } from '../hooks/use-keys.ts'
import { minuteText, sizeText } from '../time.ts'
import { EmptyState } from './empty-state.tsx'
import { FilePreview } from './file-preview.tsx'
import { Grade } from './grade.tsx'
import { VerifyDialog } from './verify-dialog.tsx'
import './materials-panel.css'

interface Props {
  item: CaseDetail
  onChange?: () => void
  /** The list above the paper instead of beside it. */
  isStacked?: boolean
  /** The file that is shown, where others are to know of it. */
  chosen?: string | null
  onChoose?: (fileId: string) => void
}

/** What was handed in, how far it may be trusted, and beside the list the paper itself. */
export function MaterialsPanel({ item, onChange, isStacked = false, chosen: given, onChoose }: Props) {
  const { materials } = item
  const files = materials.flatMap((material) => material.files)
  const [own, setOwn] = useState<string | null>(null)
  const [verifying, setVerifying] = useState<Paper | null>(null)
  const [chosen, setChosen] = [given ?? own, onChoose ?? setOwn]
  const shown = files.find(({ fileId }) => fileId === chosen) ?? files[0]
  const at = shown ? files.indexOf(shown) : 0
  const go = (to: number) => files[to] && setChosen(files[to].fileId)
  useKeys({ n: () => go(at + 1), p: () => go(at - 1) }, files.length > 1)
  if (materials.length === 0) return <EmptyState title="没有材料">本事项没有要求材料</EmptyState>
  return (
    <div className={shown ? (isStacked ? 'materials stacked' : 'materials') : 'materials materials-none'}>
      <ul className="plain materials-list" hidden={isStacked && !!shown}>
        {materials.map(({ key, name, files: own, earlier }) => (
          <li key={key} className="material">
            <div className="spread">
              <span>{name}</span>
              {own.length === 0 && <span className="quiet nowrap">{absentText(item, key, name)}</span>}
            </div>
            {own.map((file) => (
              <div key={file.fileId} className={file === shown ? 'material-file current' : 'material-file'}>
                <button type="button" className="break" aria-pressed={file === shown} onClick={() => setChosen(file.fileId)}>
                  {file.name}
                </button>
                <Grade grade={file.grade} text={file.gradeText} />
                <Button
                  type="text"
                  size="small"
                  icon={<DownloadOutlined />}
                  href={paths.file(file.fileId, true)}
                  aria-label={`下载 ${file.name}`}
                  title={`下载,${sizeText(file.size)}`}
                />
              </div>
            ))}
            <EarlierFiles files={earlier} />
          </li>
        ))}
      </ul>
      {shown && (
        <div className="materials-preview">
          {(isStacked || files.length > 1) && (
            <div className="materials-where">
              {isStacked && <FileChoice materials={materials} shown={shown} onChoose={setChosen} />}
              <Button size="small" disabled={at === 0} onClick={() => go(at - 1)} title="上一份(p)">
                上一份
              </Button>
              <span className="quiet">
                {at + 1} / {files.length}
              </span>
              <Button size="small" disabled={at === files.length - 1} onClick={() => go(at + 1)} title="下一份(n)" data-testid="next-file">
                下一份
              </Button>
            </div>
          )}
          <PaperHead paper={shown} onVerify={onChange && shown.canVerify ? () => setVerifying(shown) : undefined} />
          <div className="paper">
            <FilePreview file={shown} />
            {shown.watermark && <Watermark text={shown.watermark} />}
          </div>
        </div>
      )}
      {verifying && (
        <VerifyDialog
          file={verifying}
          onClose={() => setVerifying(null)}
          onDone={() => {
            setVerifying(null)
            onChange?.()
          }}
        />
      )}
    </div>
  )
}

/** What was replaced when the application came back, for whoever wants to compare. */
function EarlierFiles({ files }: { files: Paper[] }) {
  if (files.length === 0) return null
  return (
    <details className="quiet">
      <summary>更换前的文件 {files.length} 份</summary>
      <ul className="plain">
        {files.map(({ fileId, name, handedInAt }) => (
          <li key={fileId}>
            <a className="break" href={paths.file(fileId)} target="_blank" rel="noreferrer">
              {name}
            </a>{' '}
            {minuteText(handedInAt)} 提交
          </li>
        ))}
      </ul>
    </details>
  )
}

/** The files by their materials, where there is no room for the list. */
function FileChoice({ materials, shown, onChoose }: { materials: CaseDetail['materials']; shown: Paper; onChoose: (id: string) => void }) {
  return (
    <Select
      size="small"
      aria-label="材料"
      value={shown.fileId}
      onChange={onChoose}
      options={materials.flatMap(({ key, name, files }) =>
        files.length === 0 ? [] : [{ label: name, title: key, options: files.map((file) => ({ value: file.fileId, label: file.name })) }],
      )}
      data-testid="file-choice"
    />
  )
}

/** Why a material is not there: owed, promised, or simply not given. */
function absentText({ debts, commitment }: CaseDetail, key: string, name: string): string {
  const debt = debts.find(({ materialKey }) => materialKey === key)
  if (debt) return `容缺,${debt.statusText}`
  return commitment?.materialNames.includes(name) ? '以承诺代替' : '未提交'
}

/** Where the paper comes from and who saw its original. */
function PaperHead({ paper, onVerify }: { paper: Paper; onVerify?: () => void }) {
  const facts = [
    paper.verified && `${paper.verified.by} ${minuteText(paper.verified.at)} 已核原件`,
    paper.sourceCaseNo && `复用自办件 ${paper.sourceCaseNo}`,
    paper.mustShowOriginal && '复用的自行上传材料,须核对原件',
    paper.validUntil && `有效期至 ${paper.validUntil}`,
  ].filter(Boolean)
  if (facts.length === 0 && !onVerify) return null
  return (
    <div className="paper-head">
      <span className="quiet grow break">{facts.join(' · ')}</span>
      {onVerify && (
        <Button size="small" onClick={onVerify} data-testid="verify-original">
          核对原件
        </Button>
      )}
    </div>
  )
}

/** The words over a personal paper that was used again; they let clicks through. */
const Watermark = ({ text }: { text: string }) => (
  <div className="watermark" data-testid="watermark">
    {[0, 1, 2].map((line) => (
      <span key={line} aria-hidden={line > 0}>
        {text}
      </span>
    ))}
  </div>
)
