using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Pir.Migrations.Sqlite.Notification
{
    /// <inheritdoc />
    public partial class HealthNews : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "HealthToldAt",
                table: "Subscriptions",
                type: "TEXT",
                nullable: true
            );

            migrationBuilder.AddColumn<bool>(
                name: "IsFailureTold",
                table: "Subscriptions",
                type: "INTEGER",
                nullable: false,
                defaultValue: false
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "HealthToldAt", table: "Subscriptions");

            migrationBuilder.DropColumn(name: "IsFailureTold", table: "Subscriptions");
        }
    }
}
