import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from '../i18n.ts'
import type { ApiError } from '../api/api-error.ts'
import { Outcome } from './outcome.tsx'

/** A page or a part of one that could not be shown: what happened, what to do, and small the code for support. */
export function ErrorResult({ error, onRetry, extra }: { error: ApiError; onRetry?: () => void; extra?: ReactNode }) {
  const { t } = useTranslation()
  const lost = error.status === 404 || error.status === 403
  return (
    <div data-testid="error-result">
      <Outcome kind={lost ? 'info' : 'warning'} title={lost ? t('没有可以显示的内容') : t('没有加载成功')} text={error.message}>
        <div className="row centred">
          {!lost && onRetry && (
            <Button type="primary" onClick={onRetry}>
              {t('重试')}
            </Button>
          )}
          {extra}
        </div>
        <SupportCode error={error} />
      </Outcome>
    </div>
  )
}

/** The error's code and the request's id, small: what a person reads to support on the telephone. */
export function SupportCode({ error }: { error: ApiError }) {
  return (
    <small className="quiet">
      {error.code}
      {error.requestId && ` · ${error.requestId}`}
    </small>
  )
}
