import { useTranslation } from '../i18n.ts'

/** Two links of a chain, and the name. */
export function Brand() {
  const { t } = useTranslation()
  return (
    <span className="brand-mark">
      <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
        <rect width="32" height="32" rx="7" fill="var(--ant-color-primary)" />
        <g fill="none" stroke="var(--ant-color-bg-container)" strokeWidth="3">
          <rect x="6" y="11" width="12" height="10" rx="5" />
          <rect x="14" y="11" width="12" height="10" rx="5" />
        </g>
      </svg>
      {t('联办')}
    </span>
  )
}
