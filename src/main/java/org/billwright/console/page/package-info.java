/** What pages of the console are made of: tables, facts, forms, charts, and the calls of the APIs behind them. */
@NullMarked
package org.billwright.console.page;

import org.jspecify.annotations.NullMarked;
