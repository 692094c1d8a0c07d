// Back to where one came from; home when this page was opened by itself.
import { go } from '@meguri/shared/route';

export function goBack(): void {
  if (history.length > 1) history.back();
  else go('/', true);
}
