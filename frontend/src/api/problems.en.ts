import type { ProblemWords } from './problem'

/** The same codes in English. */
export const problemsEn: ProblemWords = {
  'page.offline': 'The server can’t be reached. Check the network and try again.',
  'page.unreadable': 'Something went wrong on this page. Reload it and try again.',
  not_found: 'It does not exist, or you may not see it.',
  invalid: 'Some of what was entered can’t be taken. See the notes.',
  forbidden: 'You have no permission to do this.',
  stale: 'Someone else has changed this meanwhile. Load it again before editing.',
  busy: 'The system is busy. Try again in a moment.',
  internal: 'An internal error occurred. Give the trace number to the administrator.',
  already: 'This has already been done.',
  'access.no_token': 'Please sign in first.',
  'access.bad_token': 'The sign-in is not valid. Please sign in again.',
  'access.token_expired': 'The sign-in has expired. Please sign in again.',
  'access.session_ended': 'The session has ended. Please sign in again.',
  'access.wrong_credentials': 'The employee number or the password is wrong.',
  'access.person_left': 'This account is closed. Ask the administrator if in doubt.',
  'access.password_must_change': 'Change the first password before going on.',
  'page.bad_cursor': 'The place in the list is no longer valid. Load it from the start.',
}
