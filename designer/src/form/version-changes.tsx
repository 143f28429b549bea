import type { FormSchema } from '@lianban/forms'
import { compareForms } from './model/compare.ts'

interface VersionChangesProps {
  published: FormSchema
  schema: FormSchema
  /** Shows a field in the canvas. */
  onShow: (path: string) => void
}

/** What has changed since the published version, in words. */
export function VersionChanges({ published, schema, onShow }: VersionChangesProps) {
  const changes = compareForms(published, schema)
  return (
    <div className="lb-form-paper">
      <h3 className="lb-form-paper-title">与已发布版本相比</h3>
      {changes.length === 0 ? (
        <p className="lb-form-hint">没有改动</p>
      ) : (
        <ol className="lb-form-changes">
          {changes.map(({ path, text }) => (
            <li key={`${path} ${text}`}>
              <button type="button" onClick={() => onShow(path)}>
                {text}
              </button>
            </li>
          ))}
        </ol>
      )}
    </div>
  )
}
