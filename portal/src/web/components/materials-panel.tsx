import { DownloadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { paths } from '../api/api.ts'
import type { CaseMaterial } from '../api/cases.ts'
import { sizeText } from '../time.ts'
import { EmptyState } from './empty-state.tsx'
import { FilePreview } from './file-preview.tsx'
import './materials-panel.css'

/** What was handed in, and beside the list the paper itself. */
export function MaterialsPanel({ materials }: { materials: CaseMaterial[] }) {
  const files = materials.flatMap((material) => material.files)
  const [chosen, setChosen] = useState<string | null>(null)
  const shown = files.find(({ fileId }) => fileId === chosen) ?? files[0]
  if (!shown) return <EmptyState title="没有提交材料">本事项没有要求材料,或所需材料均可不交</EmptyState>
  return (
    <div className="materials">
      <ul className="plain materials-list">
        {materials.map(({ key, name, files: own }) => (
          <li key={key} className="material">
            <div className="spread">
              <span>{name}</span>
              {own.length === 0 && <span className="quiet nowrap">未提交</span>}
            </div>
            {own.map((file) => (
              <div key={file.fileId} className={file === shown ? 'material-file current' : 'material-file'}>
                <button type="button" className="break" aria-pressed={file === shown} onClick={() => setChosen(file.fileId)}>
                  {file.name}
                </button>
                <span className="quiet nowrap">{sizeText(file.size)}</span>
                <Button
                  type="text"
                  size="small"
                  icon={<DownloadOutlined />}
                  href={paths.file(file.fileId, true)}
                  aria-label={`下载 ${file.name}`}
                  title="下载"
                />
              </div>
            ))}
          </li>
        ))}
      </ul>
      <div className="materials-preview">
        <FilePreview file={shown} />
      </div>
    </div>
  )
}
