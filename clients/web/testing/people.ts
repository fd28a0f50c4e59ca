/** What people do in the web app, in their own words, for stories told by tests. */
import type { Page } from 'playwright-core'

export async function signUp(page: Page, url: string, name: string, email: string): Promise<void> {
  await page.goto(url)
  await page.getByRole('button', { name: 'Create an account' }).click()
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.getByRole('navigation', { name: 'Conversations' }).waitFor()
}

export async function signIn(page: Page, url: string, email: string): Promise<void> {
  await page.goto(url)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('navigation', { name: 'Conversations' }).waitFor()
}

export const PASSWORD = 'correct horse'

/** Finds somebody by name and begins a direct conversation. */
export async function writeTo(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'New conversation' }).first().click()
  await page.getByRole('combobox', { name: 'People' }).fill(name)
  await page.getByRole('option', { name }).click()
  await page.getByRole('button', { name: 'Start conversation' }).click()
  await composer(page).waitFor()
}

/** Types `text` and presses Enter. */
export async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text)
  await composer(page).press('Enter')
}

export function composer(page: Page) {
  return page.getByRole('textbox', { name: /^Message/ })
}

/** The messages on the screen that say `text`, in the given state. */
export function messages(page: Page, text: string, state: 'sent' | 'sending' | 'failed' = 'sent') {
  return page.locator(`article[data-state="${state}"]`, { has: page.getByText(text, { exact: true }) })
}

/** Everything said on the screen, oldest first. */
export function transcript(page: Page): Promise<string[]> {
  return page.locator('article[data-state="sent"] .message-text').allInnerTexts()
}
