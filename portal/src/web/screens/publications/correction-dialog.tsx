import { Input } from 'antd'
import { useState } from 'react'
import { publicationsApi, type CorrectionFields, type Publication } from '../../api/publications.ts'
import { DeedDialog } from '../../components/deed-dialog.tsx'

const FIELDS: { field: keyof CorrectionFields; label: string; lines?: number }[] = [
  { field: 'holderName', label: '行政相对人名称' },
  { field: 'holderCode', label: '统一社会信用代码' },
  { field: 'documentName', label: '许可决定文书名称' },
  { field: 'licenceName', label: '许可证书名称' },
  { field: 'content', label: '许可内容', lines: 2 },
  { field: 'validFrom', label: '有效期自(如 2026-01-31)' },
  { field: 'validUntil', label: '有效期至(如 2031-01-30)' },
]

interface Props {
  item: Publication
  onCancel: () => void
  onDone: () => void
}

/** Puts right what was published wrongly; only what was changed is sent. */
export function CorrectionDialog({ item, onCancel, onDone }: Props) {
  const [values, setValues] = useState<CorrectionFields>({})
  const changed = FIELDS.filter(({ field }) => field in values && (values[field] ?? '') !== (item[field] ?? ''))
  const shown = FIELDS.filter(({ field }) => !(field === 'holderCode' && item.holderKind === '自然人'))
  return (
    <DeedDialog
      title="更正公示"
      consequence="公众看到的内容立即改为更正后的;更正前的内容、更正人和理由保留,并记入监察日志。"
      missing={changed.length > 0 ? null : '请修改需要更正的内容'}
      reasonLabel="更正理由"
      run={(reason) =>
        publicationsApi.correct(item.id, {
          version: item.version,
          reason,
          fields: Object.fromEntries(changed.map(({ field }) => [field, values[field]?.trim() || null])),
        })
      }
      onCancel={onCancel}
      onDone={onDone}
    >
      <div className="correction-fields">
        {shown.map(({ field, label, lines }) => {
          const rest = {
            id: `correct-${field}`,
            value: (field in values ? values[field] : item[field]) ?? '',
            onChange: ({ target }: { target: { value: string } }) => setValues((before) => ({ ...before, [field]: target.value })),
          }
          return (
            <div key={field} className={lines ? 'wide' : undefined}>
              <label htmlFor={rest.id}>{label}</label>
              {lines ? <Input.TextArea rows={lines} maxLength={2000} {...rest} /> : <Input maxLength={191} {...rest} />}
            </div>
          )
        })}
      </div>
    </DeedDialog>
  )
}
