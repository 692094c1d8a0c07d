// In which form places' codes are printed: our addresses, which any camera opens, or that of JPQR.
#include "features/prints/prints.hpp"
#include "http/fields.hpp"
#include "http/problem.hpp"
#include "service/ask.hpp"

#include <algorithm>

namespace meguri::features {

using http::Fields;
using http::JsonOut;
using http::problem;
using http::Request;
using prints_store::Form;

namespace {

bool is_digits(std::string_view text, std::size_t length) {
    return text.size() == length &&
           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_latin(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

// Not inside the coroutines: g++ 12 cannot keep an initializer list in a coroutine's frame.
Form read_form(Fields& in) {
    Form form;
    form.jpqr = in.choice<bool>("codes", {{"https", false}, {"jpqr", true}});
    form.city = in.optional_text("city", 1, 15).value_or("");
    form.postal_code = in.optional_text("postal_code", 7, 7).value_or("");
    form.category = in.optional_text("category", 4, 4).value_or(form.category);
    if (!is_latin(form.city) || (form.jpqr && form.city.empty())) in.refuse("city");
    const bool post = is_digits(form.postal_code, 7) || (form.postal_code.empty() && !form.jpqr);
    if (!post) in.refuse("postal_code");
    if (!is_digits(form.category, 4)) in.refuse("category");
    return form;
}

http::Response shown(const Form& form) {
    JsonOut out;
    out.object([&] {
        out.field("codes", form.jpqr ? "jpqr" : "https");
        if (!form.city.empty()) out.field("city", form.city);
        if (!form.postal_code.empty()) out.field("postal_code", form.postal_code);
        out.field("category", form.category);
    });
    return http::ok(std::move(out));
}

} // namespace

Prints::Reply Prints::get_form(Request&) {
    const auto form = co_await service::transact(p_.registry, prints_store::form);
    if (!form) co_return problem(form.error());
    co_return shown(*form);
}

// What was drawn of places before is in the other form: it is drawn again when it is wanted.
Prints::Reply Prints::set_form(Request& request) {
    Fields in(request.body);
    const Form form = read_form(in);
    if (auto refused = in.refused()) co_return std::move(*refused);
    const auto keep = [form](store::Database& db) { return prints_store::set_form(db, form); };
    if (const auto done = co_await service::transact(p_.registry, keep); !done)
        co_return problem(done.error());
    std::erase_if(running_, [](const Running& each) {
        const bool of_places = each.run && each.run->source().piece;
        if (of_places) each.run->give_up();
        return of_places;
    });
    co_return shown(form);
}

} // namespace meguri::features
